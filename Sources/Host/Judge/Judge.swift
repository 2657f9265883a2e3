import Evidence
import Foundation
import Record
import Runs
import Scenario
import Study
import Vocabulary

/// Holds a run's facts against its scenario's expectations. Pure: the same folder gives the same record, to the last byte.
public enum Judge {
    /// Judges a run's folder from its raw files. Writes nothing.
    ///
    /// - Throws: `EvidenceError` where a raw file is missing or unreadable, `ScenarioErrors` where the kept scenario can't be read.
    public static func judge(_ folder: RunFolder) throws -> RunRecord { try judgement(of: folder).record }

    /// Judges a run's folder and writes `record.json` and `samples.csv` into it, each in one piece or not at all.
    ///
    /// - Parameter known: A scenario that was read before, which is taken if the folder's text is its source; else that is read.
    @discardableResult
    public static func judgeAndWrite(_ folder: RunFolder, knowing known: Scenario? = nil) throws -> RunRecord {
        let judgement = try judgement(of: folder, knowing: known)
        let samples = folder.path.appending(RunRecord.samplesFile)
        try Data(SampleTable.text(judgement.facts.samples).utf8).write(
            to: URL(fileURLWithPath: samples.string), options: .atomic)
        try judgement.record.encoded().write(to: URL(fileURLWithPath: folder.recordFile.string), options: .atomic)
        return judgement.record
    }

    /// Judges facts at hand.
    ///
    /// - Parameter mismatch: Which files are not of the same run (`Identity`); `nil` if all are.
    public static func judge(
        _ facts: Facts, host: HostAccount, scenario: Scenario?, mismatch: String? = nil
    ) -> RunRecord {
        let verdict = Verdict(
            facts, host: host, kernel: KernelVersion(host.kernel.flavour) ?? KernelVersion(host.kernel.release),
            scenario: scenario, mismatch: mismatch)
        return RunRecord(host: host, facts: facts, claim: scenario?.claim ?? "", verdict: verdict)
    }

    private static func judgement(of folder: RunFolder, knowing known: Scenario? = nil) throws
        -> (record: RunRecord, facts: Facts)
    {
        let input = try StudyInput(folder: folder)
        let facts = Study.facts(of: input)
        let file = folder.scenarioFile.lastComponent?.string ?? "scenario.yaml"
        let text = try folder.scenarioSource()
        let source = try known.flatMap { $0.source == text ? $0 : nil } ?? Scenario.parse(source: text, file: file)
        let scenario: Scenario
        do {
            scenario = try source.named(input.host.scenarioName, file: file)
                .applying(set: input.host.parameters, memory: input.host.machine.memoryBytes)
        } catch let error as ScenarioErrors {
            let mismatch = "host.json doesn't fit scenario.yaml: \(error)"
            return (judge(facts, host: input.host, scenario: nil, mismatch: mismatch), facts)
        }
        let mismatch = Identity.mismatch(folder.id, input, planBytes: try folder.planBytes(), scenario)
        return (judge(facts, host: input.host, scenario: scenario, mismatch: mismatch), facts)
    }
}
