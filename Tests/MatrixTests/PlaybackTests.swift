import Record
import TestSupport
import Testing
@testable import Matrix

/// A matrix on a station that plays back a golden run: engine, runner and judge as they are, without a machine.
@Suite struct PlaybackTests {
    @Test(arguments: ["6.12-shared-mm", "5.10-frozen-victim-v1", "7.3-shared-mm-protected"])
    func theVerdictIsThatOfTheRunThatWasPlayed(name: String) async throws {
        let place = try TemporaryFolder()
        defer { place.remove() }
        let station = PlaybackStation(golden: GoldenRun(name: name), output: place.path.appending("runs"))
        let cells = try (1...3).map { try station.cell(in: place, repetition: $0) }
        let runner = MatrixRunner(
            engine: LocalEngine(station: station, jobs: 2), options: MatrixFixture.options, output: station.output)
        let results = try await runner.run(cells, observer: .silent)
        #expect(results.map(\.record.status) == [.pass, .pass, .pass], "\(results.compactMap(\.record.reason))")
        #expect(Set(results.map(\.record.fingerprint)).count == 1 && Set(results.map(\.record.id)).count == 3)
        let resumed = try await runner.run(cells, resume: true, observer: .silent)
        #expect(resumed.allSatisfy(\.isKept) && resumed.map(\.record.id) == results.map(\.record.id))
    }
}
