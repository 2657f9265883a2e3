/// One run: timeline, marks, kills, processes, counters, log.
enum RunTemplate {
    static let text = #"""
        <details class="run"{{#isOpen}} open{{/isOpen}}>
        <summary><h4>{{#runBadge}}<span class="badge {{badgeClass}}"><span aria-hidden="true">{{sign}}</span> {{word}}</span>{{/runBadge}} {{runTitle}}</h4> <span class="key">{{headline}}</span></summary>
        <div class="run-body" id="{{runAnchor}}">
        {{#reasonLines}}<p class="reason">{{.}}</p>{{/reasonLines}}
        <p class="command"><span class="label">again:</span> <code>{{command}}</code></p>
        {{#isSame}}<p>Its evidence is the same, byte for byte, as that of <a href="#{{sameAnchor}}">an earlier run ({{sameTitle}})</a>, so everything shown there holds here.</p>{{/isSame}}
        <dl class="facts">{{#runFacts}}<div><dt>{{term}}</dt><dd>{{value}}</dd></div>{{/runFacts}}</dl>
        {{#hasFigures}}
        <h5>Timeline</h5>
        <p class="legend">{{#legend}}<span><i class="{{swatch}}" aria-hidden="true"></i> {{kind}}</span> {{/legend}}<span><i class="s-frozen" aria-hidden="true"></i> held in a freezer</span> <span><i class="s-window" aria-hidden="true"></i> observation window</span></p>
        {{#figures}}<figure><figcaption>{{caption}}</figcaption><div class="chart" role="region" aria-label="{{caption}}: {{runTitle}}" tabindex="0">{{{svg}}}</div></figure>{{/figures}}
        {{/hasFigures}}
        {{#hasMarks}}
        <h5>Marks</h5>
        <div class="scroll" role="region" aria-label="Marks: {{runTitle}}" tabindex="0">
        <table class="marks">
        <thead><tr><th scope="col">#</th><th scope="col">mark</th><th scope="col">process</th><th scope="col">guest time</th><th scope="col">distance</th><th scope="col">read from</th></tr></thead>
        <tbody>
        {{#markRows}}<tr><td>{{mark}}</td><th scope="row"><code>{{event}}</code><span class="why">{{meaning}}</span></th><td>{{who}}</td><td class="number">{{at}}</td><td class="number">{{sinceKill}}</td><td>{{source}}</td></tr>
        {{/markRows}}
        </tbody>
        </table>
        </div>
        {{#marksLeftOut}}<p class="note">{{marksLeftOut}}</p>{{/marksLeftOut}}
        {{/hasMarks}}
        {{#kills}}
        <h5>{{killTitle}}</h5>
        <dl class="facts">{{#killFacts}}<div><dt>{{term}}</dt><dd>{{value}}</dd></div>{{/killFacts}}{{#hasLinks}}<div><dt>in the log</dt><dd>{{#links}}<a href="#{{linkAnchor}}">{{linkLabel}}, line {{linkLine}}</a> {{/links}}</dd></div>{{/hasLinks}}</dl>
        {{#hasCandidates}}
        <div class="scroll" role="region" aria-label="Candidates: {{killTitle}}" tabindex="0">
        <table class="candidates">
        <thead><tr><th scope="col">candidate</th><th scope="col">badness</th><th scope="col">points (pages)</th><th scope="col">the kernel's own</th><th scope="col">role in the choice</th></tr></thead>
        <tbody>
        {{#candidateRows}}<tr{{#isVictim}} class="victim"{{/isVictim}}><th scope="row">{{who}}</th><td class="bar-cell">{{{bar}}}</td><td class="number">{{points}}</td><td class="number">{{kernelPoints}}</td><td>{{#notes}}<span class="tag">{{.}}</span> {{/notes}}</td></tr>
        {{/candidateRows}}
        </tbody>
        </table>
        </div>
        {{#candidatesLeftOut}}<p class="note">{{candidatesLeftOut}}</p>{{/candidatesLeftOut}}
        {{/hasCandidates}}
        {{/kills}}
        {{#killsLeftOut}}<p class="note">{{killsLeftOut}}</p>{{/killsLeftOut}}
        {{#hasProcesses}}
        <h5>Processes</h5>
        <div class="scroll" role="region" aria-label="Processes: {{runTitle}}" tabindex="0">
        <table>
        <thead><tr><th scope="col">process</th><th scope="col">threads</th><th scope="col">group</th><th scope="col">oom_score_adj</th><th scope="col">shares its mm with</th><th scope="col">what became of it</th><th scope="col">threads left</th></tr></thead>
        <tbody>
        {{#processRows}}<tr><th scope="row">{{process}}</th><td class="number">{{threads}}</td><td>{{cgroup}}</td><td class="number">{{adj}}</td><td>{{shares}}</td><td>{{fate}}</td><td>{{left}}</td></tr>
        {{/processRows}}
        </tbody>
        </table>
        </div>
        {{#processesLeftOut}}<p class="note">{{processesLeftOut}}</p>{{/processesLeftOut}}
        {{/hasProcesses}}
        {{#hasSteps}}
        <details class="more"><summary>What the scenario did, step by step</summary>
        <div class="scroll" role="region" aria-label="Steps: {{runTitle}}" tabindex="0">
        <table>
        <thead><tr><th scope="col">step</th><th scope="col">began</th><th scope="col">took</th><th scope="col">outcome</th></tr></thead>
        <tbody>
        {{#stepRows}}<tr><th scope="row">{{step}}</th><td class="number">{{began}}</td><td class="number">{{took}}</td><td>{{outcome}}</td></tr>
        {{/stepRows}}
        </tbody>
        </table>
        </div>
        </details>
        {{/hasSteps}}
        {{#hasEvents}}
        <details class="more"><summary>memory.events, and where sources disagree</summary>
        <div class="scroll" role="region" aria-label="memory.events: {{runTitle}}" tabindex="0">
        <table>
        <thead><tr><th scope="col">group</th><th scope="col">low</th><th scope="col">high</th><th scope="col">max</th><th scope="col">oom</th><th scope="col">oom_kill</th><th scope="col">oom_group_kill</th></tr></thead>
        <tbody>
        {{#eventRows}}<tr><th scope="row">{{group}}</th>{{#counters}}<td class="number">{{.}}</td>{{/counters}}</tr>
        {{/eventRows}}
        </tbody>
        </table>
        </div>
        {{#hasDisagreements}}<dl class="facts">{{#disagreements}}<div><dt>{{term}}</dt><dd>{{value}}</dd></div>{{/disagreements}}</dl>{{/hasDisagreements}}
        {{^hasDisagreements}}<p class="note">Kernel log, trace, memory.events and exit status agree.</p>{{/hasDisagreements}}
        </details>
        {{/hasEvents}}
        {{#hasLog}}
        <h5>Kernel log</h5>
        <p class="note">Lines that facts came from are marked with what they tell. The times are the log's own clock.</p>
        <pre class="log" role="region" aria-label="Kernel log: {{runTitle}}" tabindex="0">{{{log}}}</pre>
        {{/hasLog}}
        </div>
        </details>

        """#
}
