import Study
import TestSupport
import Testing
import Vocabulary

/// A sampler that stood still says nothing about when something happened meanwhile.
@Suite struct SamplerStopTests {
    /// Nothing is recorded from 2011 ms to 2800 ms, and the memory is gone then.
    private func facts(traced: Bool) -> Facts {
        var run = ImaginedRun.beforeTheKill()
        run.report(victim: 118, at: 2000)
        run.mark(118, at: 2000.5)
        if traced {
            run.record(.trace(Array("  kworker-9     [000] .....     2.300000: wake_reaper: pid=118\n".utf8)), at: 2800)
        }
        run.usage(1 << 20, at: 2800)
        run.record(.mark(.observationEnded), at: 2900)
        run.record(.mark(.stepsEnded), at: 2910)
        run.finish()
        return run.facts
    }

    @Test func aReleaseInTheMeantimeHasNoTime() {
        let facts = facts(traced: true)
        #expect(facts.observations[.killToReleaseMs] == nil)
        #expect(
            facts.absences[.killToReleaseMs]
                == "the sampler stood still from 2.000 s to 2.800 s, and the memory came back in between")
        #expect(!facts.marks.contains { $0.event == .released } && !facts.phases.contains { $0.name == .killToRelease })
    }

    /// On a quiet machine nothing changes, and nothing is written.
    @Test func aQuietMachineIsNoStop() {
        let facts = facts(traced: false)
        #expect(facts.observations[.killToReleaseMs] == .number(799.5) && facts.absences.isEmpty)
    }
}
