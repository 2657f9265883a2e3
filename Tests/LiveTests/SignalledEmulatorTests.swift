import Faults
import Foundation
import Judge
import Lab
import Record
import SystemPackage
import Testing
import Vocabulary

extension Live {
    /// Whatever signal QEMU gets from outside, and whenever: the verdict is the true one, or an ERROR.
    ///
    /// A short form of the campaign: OOMLAB_SIGNAL_INSTANTS is how often each signal is sent in each kind of run (`scripts/signal-qemu`).
    @Suite struct SignalledEmulatorTests {
        /// What is sent, by name.
        private static let signals: [(name: String, numbers: [Int32])] = [
            ("SIGTERM", [SIGTERM]), ("SIGINT", [SIGINT]), ("SIGHUP", [SIGHUP]), ("SIGKILL", [SIGKILL]),
            ("SIGSTOP and SIGCONT", [SIGSTOP, SIGCONT]),
        ]

        private static let instants =
            ProcessInfo.processInfo.environment["OOMLAB_SIGNAL_INSTANTS"].flatMap(Int.init) ?? 1

        @Test(arguments: [Machine.Mode.deterministic, .realtime], [false, true])
        func sent(mode: Machine.Mode, isCold: Bool) async throws {
            var run = LiveRun(scenario: "baseline-anon", kernel: try await LiveKernels.kernel("6.18"))
            run.mode = mode
            try await Command.inScratch { command in
                let lab = try await Lab(output: command.folder, cold: isCold)
                // The first makes the snapshot that the others go on from.
                _ = try await lab.run(run.request())
                let clock = ContinuousClock()
                let begin = clock.now
                let undisturbed = try Judge.judge(try await lab.run(run.request()))
                let length = begin.duration(to: clock.now)
                // On an overloaded host a run in real time may be an ERROR by itself.
                let reason: Comment = "\(undisturbed.reason ?? "")"
                try #require(undisturbed.status == .pass || mode == .realtime && undisturbed.status == .error, reason)
                var told: [String: Int] = [:]
                for (row, signal) in Self.signals.enumerated() {
                    for instant in 0..<Self.instants {
                        let part = (Double(instant) + Double(row + 1) / 6) / Double(Self.instants)
                        let record = try await Self.disturbed(run, lab, signal.numbers, after: length * part)
                        told[record?.status.rawValue ?? "HostError", default: 0] += 1
                        guard let record, record.status != .error else { continue }
                        let words: Comment = "\(signal.name) at \(part) of a run in \(mode), cold \(isCold)"
                        #expect(record.status == .pass, words)
                        if mode == .deterministic { #expect(record.fingerprint == undisturbed.fingerprint, words) }
                    }
                }
                print(
                    "\(mode), \(isCold ? "cold" : "restored"):",
                    told.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })
            }
        }

        /// The verdict of a run whose QEMU gets the signals; `nil` if the lab itself says that the host failed.
        private static func disturbed(
            _ run: LiveRun, _ lab: Lab, _ signals: [Int32], after moment: Duration
        ) async throws -> RunRecord? {
            async let folder = lab.run(run.request())
            try await Task.sleep(for: moment)
            for (index, signal) in signals.enumerated() {
                if index > 0 { try await Task.sleep(for: .milliseconds(700)) }
                for pid in machines(in: lab.output) { kill(pid, signal) }
            }
            do {
                return try Judge.judge(try await folder)
            } catch is HostError {
                return nil
            }
        }

        /// Every QEMU that works for the lab, whether for a run or to be kept.
        private static func machines(in output: FilePath) -> [pid_t] {
            let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return numbers.compactMap(pid_t.init).filter { pid in
                let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")) ?? ""
                let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) ?? ""
                return program.hasSuffix("qemu-system-x86_64") && place.hasPrefix(output.string)
            }
        }
    }
}
