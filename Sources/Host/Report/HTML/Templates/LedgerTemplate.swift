import Page

/// The ledger's page: claims × kernels, then each claim with its scenarios, and behind each cell its sentence and its runs.
enum LedgerTemplate {
    static let text = PageHead.text + body

    private static let body = #"""
        <header>
        <h1>The claims ledger</h1>
        <p class="lead">{{summary}}</p>
        </header>
        <main>
        <section id="claims" aria-labelledby="claims-h">
        <h2 id="claims-h">Does the claim hold?</h2>
        {{^hasClaims}}<p>No run of a scenario that has an effect.</p>{{/hasClaims}}
        {{#hasClaims}}
        <div class="scroll" role="region" aria-label="Answers by claim and kernel" tabindex="0">
        <table class="ledger">
        <thead><tr><th scope="col">claim</th>{{#kernels}}<th scope="col">{{.}}</th>{{/kernels}}</tr></thead>
        <tbody>
        {{#claims}}
        <tr><th scope="row"><a href="#{{anchor}}">{{claim}}</a><span class="why">{{words}}</span></th>{{#answers}}<td>{{.}}</td>{{/answers}}</tr>
        {{/claims}}
        </tbody>
        </table>
        </div>
        <p class="note">holds, 4 of 6: four of the six scenarios that give an answer say so; in each the effect is held against a twin that lacks the one ingredient.</p>
        {{/hasClaims}}
        </section>
        {{#claims}}
        <section id="{{anchor}}" aria-labelledby="{{anchor}}-h">
        <h2 id="{{anchor}}-h">{{claim}}</h2>
        <p>{{words}} <em>{{question}}</em></p>
        <div class="scroll" role="region" aria-label="Scenarios of {{claim}}" tabindex="0">
        <table class="ledger">
        <thead><tr><th scope="col">scenario</th>{{#kernels}}<th scope="col">{{.}}</th>{{/kernels}}</tr></thead>
        <tbody>
        {{#scenarios}}
        <tr><th scope="row">{{name}}<span class="why">{{summary}}</span></th>{{#cells}}<td><details><summary>{{word}}</summary><p>{{sentence}}</p><p class="why">{{numbers}}</p>{{#hasRuns}}<p class="why">runs {{#runs}}<a href="{{runPlace}}">{{runNumber}}</a> {{/runs}}</p>{{/hasRuns}}</details></td>{{/cells}}</tr>
        {{/scenarios}}
        </tbody>
        </table>
        </div>
        </section>
        {{/claims}}
        {{#hasNotes}}<section id="notes"><h2>Notes</h2><ul>{{#notes}}<li>{{.}}</li>{{/notes}}</ul></section>{{/hasNotes}}
        </main>
        <footer><p>Made by <code>oomlab report --ledger --format html</code> from records alone.</p></footer>
        </body>
        </html>

        """#
}
