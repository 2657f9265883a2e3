import Study
import TestSupport
import Testing
import Vocabulary

/// Runs that were misread once.
@Suite struct MeasuredRunTests {
    private func facts(_ name: String) throws -> Facts { try Study.facts(of: GoldenRun(name: name).folder) }

    /// The kernel's own report: "Node 0 DMA32 free:572kB boost:0kB min:1324kB … free_pcp:13096kB".
    @Test func theDepthIsThatOfTheKernelsOwnReport() throws {
        let facts = try facts("6.18-reserves-sockets")
        #expect(facts.observations[.reserveUsePages] == .count((1324 - 572) / 4))
        #expect(facts.observations[.pcpPages] == .count(13096 / 4))
        #expect(facts.reserves?.first?.request?.task == "hog/19")
    }

    /// Everything was frozen until 7.7 s, the sampler too, and the reaper was done 2.05 s after the kill.
    @Test func aFrozenSamplerTimesNoRelease() throws {
        let facts = try facts("6.18-pm-freezer-waits-for-victim")
        #expect(facts.observations[.killToReleaseMs] == nil && facts.absences[.killToReleaseMs] != nil)
        #expect(facts.observations[.killToReapMs] == .number(2052.813))
    }
}
