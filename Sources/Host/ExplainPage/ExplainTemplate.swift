import Page

/// The page: a timeline first, then each report: sentences, memory by kind, candidates.
enum ExplainTemplate {
    static let text = PageHead.text + body

    private static let body = #"""
        <header>
        <h1>OOM kills explained</h1>
        <p class="lead">{{lead}}</p>
        </header>
        <main>
        {{#isEmpty}}<p>This log holds no OOM kill.</p>{{/isEmpty}}
        {{#several}}
        <section aria-labelledby="timeline-h">
        <h2 id="timeline-h">Timeline</h2>
        <div class="scroll" role="region" aria-label="Timeline" tabindex="0">
        <table>
        <thead><tr><th scope="col" class="number">report</th><th scope="col">when</th><th scope="col">what</th></tr></thead>
        <tbody>
        {{#timeline}}<tr><td class="number">{{#hasDetails}}<a href="#oom-{{number}}">{{number}}</a>{{/hasDetails}}{{^hasDetails}}{{number}}{{/hasDetails}}</td><td>{{when}}</td><td>{{headline}}</td></tr>
        {{/timeline}}
        </tbody>
        </table>
        </div>
        <p class="note">{{left}}</p>
        </section>
        {{/several}}
        {{#incidents}}
        <section aria-labelledby="oom-{{number}}">
        <h2 id="oom-{{number}}">OOM {{number}}: {{headline}}</h2>
        {{#sentences}}<p>{{.}}</p>
        {{/sentences}}
        {{#hasMemory}}
        <h3>Memory by kind</h3>
        <div class="scroll" role="region" aria-label="Memory by kind, OOM {{number}}" tabindex="0">
        <table>
        <thead><tr><th scope="col">kind</th><th scope="col" class="number">size</th><th scope="col" class="number">share</th><th scope="col"></th></tr></thead>
        <tbody>
        {{#memory}}<tr><th scope="row">{{memoryName}}</th><td class="number">{{memorySize}}</td><td class="number">{{memoryShare}}</td><td class="bar-cell"><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-other" x="0" y="1" width="{{memoryWidth}}" height="8"/></svg></td></tr>
        {{/memory}}
        </tbody>
        </table>
        </div>
        {{/hasMemory}}
        {{#hasCandidates}}
        <h3>Candidates</h3>
        <div class="scroll" role="region" aria-label="Candidates, OOM {{number}}" tabindex="0">
        <table class="candidates">
        <thead><tr><th scope="col" class="number">rank</th><th scope="col">name</th><th scope="col" class="number">pid</th><th scope="col" class="number">points</th><th scope="col" class="number">rss</th><th scope="col" class="number">swap</th><th scope="col" class="number">page tables</th><th scope="col" class="number">oom_score_adj</th><th scope="col"></th></tr></thead>
        <tbody>
        {{#candidates}}<tr{{#isVictim}} class="victim"{{/isVictim}}><td class="number">{{rank}}</td><th scope="row">{{name}}</th><td class="number">{{pid}}</td><td class="number">{{points}}</td><td class="number">{{rss}}</td><td class="number">{{swap}}</td><td class="number">{{tables}}</td><td class="number">{{adj}}</td><td>{{why}}</td></tr>
        {{/candidates}}
        </tbody>
        </table>
        </div>
        <p class="note">Sizes in pages of {{pageKB}} kB. {{moreCandidates}}</p>
        {{/hasCandidates}}
        <p class="note">Source: {{source}}. {{basis}}.</p>
        {{#warnings}}<p class="note">{{.}}</p>
        {{/warnings}}
        </section>
        {{/incidents}}
        {{#hasMisses}}
        <section aria-labelledby="misses-h">
        <h2 id="misses-h">No OOM kills, but alike</h2>
        <div class="scroll" role="region" aria-label="Near misses" tabindex="0">
        <table>
        <thead><tr><th scope="col" class="number">line</th><th scope="col">what it is</th><th scope="col">text</th></tr></thead>
        <tbody>
        {{#misses}}<tr><td class="number">{{missLine}}</td><td>{{missKind}}</td><td><code>{{missText}}</code></td></tr>
        {{/misses}}
        </tbody>
        </table>
        </div>
        </section>
        {{/hasMisses}}
        </main>
        <footer><p>Made by <code>oomlab explain --format html</code>.</p></footer>
        </body>
        </html>

        """#
}
