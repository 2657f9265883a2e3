import Page
/// The page: what was found first, then the verdicts, each scenario, then the words explained.
enum PageTemplate {
    static let text = PageHead.text + body

    private static let body = #"""
        <a class="jump" href="#verdicts">Skip to the verdicts</a>
        <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern>
        </defs></svg>
        <header>
        <h1>oomlab report</h1>
        <p class="lead">{{lead}}</p>
        </header>
        <main>
        {{#ledger}}{{#isTold}}
        <section id="ledger" aria-labelledby="ledger-h">
        <h2 id="ledger-h">Does the claim hold?</h2>
        <div class="scroll" role="region" aria-label="Answers by claim and kernel" tabindex="0">
        <table class="ledger">
        <thead><tr><th scope="col">claim</th>{{#ledgerKernels}}<th scope="col">{{.}}</th>{{/ledgerKernels}}</tr></thead>
        <tbody>
        {{#questions}}
        <tr><th scope="row"><a href="#{{questionAnchor}}">{{questionClaim}}</a><span class="why">{{question}}</span></th>{{#answers}}<td>{{.}}</td>{{/answers}}</tr>
        {{/questions}}
        </tbody>
        </table>
        </div>
        <p class="note">holds, 4 of 6: four of the six scenarios that give an answer say so; in each the effect is held against a twin that lacks the one ingredient. The sentences stand with the scenarios.</p>
        </section>
        {{/isTold}}{{/ledger}}
        {{#hasRuns}}
        <section id="found" aria-labelledby="found-h">
        <h2 id="found-h">What was found</h2>
        <ul class="found">
        {{#found}}
        <li><a href="#{{foundAnchor}}">{{foundName}}</a>{{#foundDiffers}} <span class="diff">kernels differ</span>{{/foundDiffers}} {{foundText}}</li>
        {{/found}}
        </ul>
        </section>
        {{/hasRuns}}
        <section id="verdicts" aria-labelledby="verdicts-h">
        <h2 id="verdicts-h">Verdicts</h2>
        {{#isEmpty}}<p>No run has finished yet.</p>{{/isEmpty}}
        {{#hasRuns}}
        <div class="scroll" role="region" aria-label="Verdicts by scenario and kernel" tabindex="0">
        <table class="matrix">
        <thead><tr><th scope="col">scenario</th>{{#kernels}}<th scope="col">{{.}}</th>{{/kernels}}</tr></thead>
        {{#claims}}
        <tbody>
        <tr class="claim" id="{{claimAnchor}}"><th scope="rowgroup" colspan="{{columnCount}}"><span>claim: {{claim}}</span></th></tr>
        {{#scenarioRows}}
        <tr><th scope="row"><a href="#{{rowAnchor}}">{{rowName}}</a></th>{{#cells}}<td>{{#filled}}<a class="cell" href="#{{cellAnchor}}" aria-label="{{cellLabel}}: {{#badges}}{{word}} {{/badges}}{{#words}}, {{.}}{{/words}}">{{#badges}}<span class="badge {{badgeClass}}"><span aria-hidden="true">{{sign}}</span> {{word}}</span> {{/badges}}{{#words}}<span class="key">{{.}}</span>{{/words}}</a>{{/filled}}{{^filled}}<span class="none">not run</span>{{/filled}}</td>{{/cells}}</tr>
        {{/scenarioRows}}
        </tbody>
        {{/claims}}
        </table>
        </div>
        <p class="note"><b>PASS</b> as expected · <b>FAIL</b> a kernel differed from an expectation · <b>ERROR</b> the harness failed, nothing is known about the kernel · <b>SKIP</b> does not apply · <b>DONE</b> nothing was expected. <b>n/a</b> is absent, which is not zero.{{#deterministic}} Deterministic guest time counts instructions (2 ns each): exact for comparing what kernels do, silent about caches and memory latency.{{/deterministic}}</p>
        {{/hasRuns}}
        </section>
        {{#sections}}{{{.}}}{{/sections}}
        <section id="words" aria-labelledby="words-h">
        <h2 id="words-h">What the observations mean</h2>
        <dl class="glossary">
        {{#glossary}}
        <div id="{{glossaryAnchor}}"><dt><code>{{glossaryName}}</code> <span class="unit">{{glossaryUnit}}</span></dt><dd>{{glossaryMeaning}}</dd></div>
        {{/glossary}}
        </dl>
        </section>
        </main>
        <footer><p>Made by <code>oomlab report --format html</code> from the records of the runs; each run's raw evidence lies in its folder.</p></footer>
        </body>
        </html>

        """#
}
