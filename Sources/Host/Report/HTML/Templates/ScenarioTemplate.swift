/// One scenario: its kernels side by side, what was expected, distributions, runs.
enum ScenarioTemplate {
    static let text = #"""
        <section class="scenario" id="{{scenarioAnchor}}" aria-labelledby="{{scenarioAnchor}}-h">
        <h2 id="{{scenarioAnchor}}-h">{{scenarioName}}</h2>
        <p class="lead">{{summary}}{{#scenarioClaim}} <span class="claim-word">claim: {{scenarioClaim}}</span>{{/scenarioClaim}}</p>
        {{#descriptionText}}<details class="about"><summary>What this scenario does and why</summary><pre class="prose">{{{descriptionText}}}</pre></details>{{/descriptionText}}
        {{#isAnswered}}
        <h3>Does it happen?</h3>
        <ul class="answers">
        {{#answers}}
        <li><b>{{answerKernels}}</b>: {{answerText}}{{#answerCertainty}} <span class="note">({{answerCertainty}})</span>{{/answerCertainty}}</li>
        {{/answers}}
        </ul>
        {{/isAnswered}}
        <h3>Side by side</h3>
        <div class="scroll" role="region" aria-label="{{scenarioName}}: observations by kernel" tabindex="0">
        <table class="compare">
        <thead><tr><th scope="col">observation</th>{{#headings}}<th scope="col">{{.}}</th>{{/headings}}</tr></thead>
        <tbody>
        {{#comparison}}
        <tr{{#differs}} class="differs"{{/differs}}><th scope="row">{{#meaning}}<a href="#{{meaning}}">{{observation}}</a>{{/meaning}}{{^meaning}}{{observation}}{{/meaning}}{{#differs}} <span class="diff">≠ differs</span>{{/differs}}</th>{{#values}}<td>{{.}}</td>{{/values}}</tr>
        {{/comparison}}
        </tbody>
        </table>
        </div>
        {{#hasExpectations}}
        <h3>What was expected</h3>
        <div class="scroll" role="region" aria-label="{{scenarioName}}: expectations by kernel" tabindex="0">
        <table class="compare">
        <thead><tr><th scope="col">expectation</th>{{#headings}}<th scope="col">{{.}}</th>{{/headings}}</tr></thead>
        <tbody>
        {{#expectations}}
        <tr><th scope="row">{{what}}<span class="why">{{why}}</span></th>{{#results}}<td>{{#result}}<span class="badge {{badgeClass}}"><span aria-hidden="true">{{sign}}</span> {{word}}</span> {{/result}}{{actual}}</td>{{/results}}</tr>
        {{/expectations}}
        </tbody>
        </table>
        </div>
        {{/hasExpectations}}
        {{#hasStrips}}
        <h3>Distributions</h3>
        <p class="note">One dot a run. The line is the median, the band a 95% interval for it (from the order of the values, six or more of them).</p>
        {{#strips}}<div class="chart" role="region" aria-label="{{scenarioName}}: a distribution" tabindex="0">{{{.}}}</div>{{/strips}}
        {{/hasStrips}}
        <h3>Runs</h3>
        {{#runs}}{{{.}}}{{/runs}}
        </section>

        """#
}
