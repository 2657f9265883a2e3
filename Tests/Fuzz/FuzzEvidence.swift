import Evidence
import Foundation
import GuestProtocol
import Judge
import Record
import Scenario
import Study
import SystemPackage

/// libFuzzer's target (`scripts/fuzz evidence`): a guest may write whatever it likes, with right checksums. Study, judge and every report come to an end.
///
/// The first byte says which golden run's plan and host it is held against, and whether in real time; the rest are frames, whose lengths and checksums are made right before.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEvidence(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let run = GoldenInput.all[Int(start[0]) % GoldenInput.all.count]
    var input = run.input
    input.evidence = Evidence(bytes: Reframing.reframed(bytes))
    if start[0] >= 128 { beInRealTime(&input.host) }
    let facts = Study.facts(of: input)
    let record = Judge.judge(facts, host: input.host, scenario: run.scenario)
    let depth = ReportDepth(bytes, texts: 4)
    if depth >= .texts {
        guard let encoded = try? record.encoded() else { preconditionFailure("a record that can't be written") }
        precondition((try? RunRecord(encoded: encoded)) != nil, "a record that can't be read back")
    }
    tell(
        [record], samples: SampleTable.text(facts.samples), log: input.evidence.kernelLog, scenarios: [run.scenario],
        depth)
    return 0
}

/// On a host that stood still now and then, if its own account can be believed.
private func beInRealTime(_ host: inout HostAccount) {
    host.machine.mode = .realtime
    host.standstills = [
        Standstill(beganNs: 2_000_000_000, endedNs: 2_400_000_000, lostNs: 30_000_000, cause: .starved),
        Standstill(beganNs: 1 << 33, endedNs: .max, lostNs: .max, cause: .stopped),
        Standstill(beganNs: .max, endedNs: 0, lostNs: 1, cause: .unwatched),
    ]
}

/// Numbers and stamps at the ends of their ranges, frames twice or not at all; else libFuzzer's own mutations.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateEvidence(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    mutate(data, size, maximum, seed) { mutation, bytes in
        let frames = Reframing.frames(in: bytes)
        guard !frames.isEmpty else { return false }
        let frame = mutation.pick(frames)
        switch mutation.next(6) {
        case 0, 1: mutation.replaceNumber(in: &bytes)
        case 2:
            let stamp = mutation.pick([0, 1, UInt64.max, UInt64.max - 1, 1 << 63, 1 << 62, 10_000_000_000])
            withUnsafeBytes(of: stamp.littleEndian) {
                bytes.replaceSubrange((frame.lowerBound + 8)..<(frame.lowerBound + 16), with: $0)
            }
        case 3: bytes.insert(contentsOf: Array(bytes[frame]), at: mutation.pick(frames).lowerBound)
        case 4: bytes.removeSubrange(frame)
        default: return false
        }
        return true
    }
}

/// Writes small seeds, made of the golden runs, into the folder that the variable names.
@_cdecl("LLVMFuzzerInitialize")
public func writeSeeds(_ count: UnsafeMutablePointer<CInt>?, _ words: UnsafeMutableRawPointer?) -> CInt {
    guard let folder = ProcessInfo.processInfo.environment["OOMLAB_FUZZ_SEEDS"] else { return 0 }
    for (index, run) in GoldenInput.all.enumerated() {
        let seed = [UInt8(index)] + Reframing.thinned(run.input.evidence)
        _ = FileManager.default.createFile(atPath: "\(folder)/\(run.name)", contents: Data(seed))
    }
    return 0
}
