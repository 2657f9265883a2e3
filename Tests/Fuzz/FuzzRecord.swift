import Bisection
import Dispatch
import Foundation
import Judge
import Record
import Report
import Scenario
import Study
import SystemPackage
import Vocabulary

/// libFuzzer's target (`scripts/fuzz record`): a record that may come from anybody, and a table of samples behind a NUL, through everything that reads
/// records: every report, the comparison, the ledger and the bisection.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecord(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let parts = UnsafeBufferPointer(start: start, count: count).split(
        separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard let record = try? RunRecord(encoded: Data(parts[0])) else { return 0 }
    let samples = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    var elsewhere = record
    elsewhere.kernel.flavour = "6.18"
    elsewhere.kernel.release = "6.18.0"
    elsewhere.observations = GoldenRecords.all[0].record.observations
    tell(
        [record, GoldenRecords.all[0].record, elsewhere], samples: samples, log: GoldenRecords.log,
        scenarios: [GoldenRecords.scenario], ReportDepth(Array(parts[0]), texts: 1))
    bisect(record, elsewhere)
    return 0
}

/// Numbers, texts and elements of JSON; else libFuzzer's own mutations, which mostly end in what is no JSON.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateRecord(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    mutate(data, size, maximum, seed) { mutation, bytes in
        for _ in 0...mutation.next(3) {
            switch mutation.next(8) {
            case 0...3: mutation.replaceNumber(in: &bytes)
            case 4, 5: mutation.replaceText(in: &bytes)
            case 6: mutation.repeatOrDrop(in: &bytes, separator: UInt8(ascii: mutation.next(2) == 0 ? "," : "\n"))
            default: return false
            }
        }
        return true
    }
}

/// Writes the golden records, with a few samples each, into the folder that the variable names.
@_cdecl("LLVMFuzzerInitialize")
public func writeSeeds(_ count: UnsafeMutablePointer<CInt>?, _ words: UnsafeMutableRawPointer?) -> CInt {
    guard let folder = ProcessInfo.processInfo.environment["OOMLAB_FUZZ_SEEDS"] else { return 0 }
    for seed in GoldenRecords.all {
        guard let json = try? seed.record.encodedLine() else { continue }
        _ = FileManager.default.createFile(
            atPath: "\(folder)/\(seed.name)", contents: Data(Array(json.utf8) + [0] + Array(seed.samples.utf8)))
    }
    return 0
}

/// Looks for the change between the two, and tells it.
private func bisect(_ record: RunRecord, _ other: RunRecord) {
    var options = Bisection.Options()
    options.isDeterministic = record.machine.mode == .deterministic
    options.maximumRuns = 4
    options.endRuns = 2
    if let name = ObservationName(rawValue: record.expectations.first?.observation ?? "") { options.observation = name }
    let bisection = Bisection(
        kernels: 5, options: options, runner: FixedRunner(records: [record, other, record, other, other]))
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        if let result = try? await bisection.search() {
            let report = BisectionReport(scenario: "x", kernels: ["1", "2", "3", "4", "5"], result: result)
            _ = report.text(columns: 80, colored: false)
            _ = try? report.json()
        }
        done.signal()
    }
    done.wait()
}

private struct FixedRunner: BisectionRunner {
    let records: [RunRecord]

    func run(kernel place: Int, repetition: Int) async throws -> [RunRecord] { [records[place]] }
}

/// Records of golden runs, with lists cut short: small inputs are mutated, and read, many times a second.
struct GoldenRecords: Sendable {
    let name: String
    let record: RunRecord
    let samples: String

    static let all: [GoldenRecords] = {
        let runs = GoldenInput.all.map { run in
            var record = run.record
            record.processes = Array(record.processes.prefix(2))
            for index in record.processes.indices {
                record.processes[index].pictures = record.processes[index].pictures.map { Array($0.prefix(2)) }
            }
            if var timeline = record.timeline {
                timeline.marks = Array(timeline.marks.prefix(6))
                timeline.steps = Array(timeline.steps.prefix(3))
                record.timeline = timeline
            }
            let samples = Study.facts(of: run.input).samples
            let few = stride(from: 0, to: samples.count, by: max(1, samples.count / 8)).map { samples[$0] }
            return GoldenRecords(name: run.name, record: record, samples: SampleTable.text(few))
        }
        return runs
    }()

    static let log = GoldenInput.all[0].input.evidence.kernelLog.split(separator: "\n").suffix(80).joined(
        separator: "\n")
    static let scenario = GoldenInput.all[0].scenario
}
