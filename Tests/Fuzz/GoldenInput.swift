import Foundation
import Judge
import Record
import Runs
import Scenario
import Study
import SystemPackage

/// A golden run as it is held against mutated frames.
struct GoldenInput: Sendable {
    let name: String
    let input: StudyInput
    let scenario: Scenario
    let record: RunRecord

    static let all: [GoldenInput] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "Tests/Golden")) ?? []
        let runs = names.sorted().compactMap { try? GoldenInput(named: $0) }
        precondition(!runs.isEmpty, "no golden runs: start it in the repository")
        return runs
    }()

    private init(named name: String) throws {
        let folder = RunFolder(path: FilePath("Tests/Golden/\(name)"))
        self.name = name
        input = try StudyInput(folder: folder)
        scenario = try Scenario.parse(
            source: folder.scenarioSource(), file: "scenario.yaml", name: input.host.scenarioName)
        record = try Judge.judge(folder)
    }
}
