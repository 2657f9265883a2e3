import Foundation
import GuestProtocol
import HostFiles
import Runs
import SystemPackage

/// Finds out whether KVM runs a kernel on this host, by running one.
///
/// Less is not enough: there are hosts where `/dev/kvm` opens, a machine can be made and a few real-mode instructions run, and where no kernel
/// ever prints its first line.
public struct KVMProbe: Sendable {
    /// What is known of this host's KVM.
    public struct Answer: Codable, Hashable, Sendable {
        /// Whether a kernel ran.
        public let works: Bool
        /// What was seen, in words.
        public let reason: String
    }

    /// An answer on disk, with what it holds for.
    private struct Saved: Codable {
        let key: String
        let answer: Answer
    }

    /// A kernel boots in a second or two on working KVM.
    static let limits = WallLimits(total: .seconds(10), silence: .seconds(10))

    private let emulator: Emulator
    private let vmGuard: FilePath
    private let cache: CacheFolder
    private let device: FilePath

    /// A probe of `device` with this QEMU.
    public init(emulator: Emulator, vmGuard: FilePath, cache: CacheFolder, device: FilePath = "/dev/kvm") {
        self.emulator = emulator
        self.vmGuard = vmGuard
        self.cache = cache
        self.device = device
    }

    /// The answer, from the cache where this boot of the host and this QEMU have given one. Never throws: a probe that fails is a "no".
    public func answer(kernel: FilePath, initramfs: FilePath) async -> Answer {
        if let refusal { return refusal }
        if let saved { return saved }
        let answer: Answer
        do {
            answer = try await boot(kernel: kernel, initramfs: initramfs)
        } catch is CancellationError {
            return Answer(works: false, reason: "the probe was interrupted")
        } catch {
            return Answer(works: false, reason: "the probe failed: \(error)")
        }
        save(answer)
        return answer
    }

    /// What can be said without booting: the saved answer, or why KVM can't work; `nil` where only a boot can tell.
    public var knownAnswer: Answer? { refusal ?? saved }

    private var refusal: Answer? {
        if access(device.string, F_OK) != 0 { return Answer(works: false, reason: "\(device) does not exist") }
        if access(device.string, R_OK | W_OK) != 0 {
            return Answer(works: false, reason: "\(device) may not be opened (join the group kvm)")
        }
        return nil
    }

    private func boot(kernel: FilePath, initramfs: FilePath) async throws -> Answer {
        let partial = try PartialFolder.make(in: cache.path.appending("probe")) {
            RunName.partial(started: .now, scenario: "kvm")
        }
        defer { partial.remove() }
        let folder = partial.folder
        try AtomicFile.write(Plan().encoded(), to: folder.planFile)
        try RecordFile.make(folder.evidenceFile)
        let command = EmulatorCommand(
            emulator: emulator, machine: Machine(memoryBytes: 256 << 20, mode: .realtime), accelerator: .kvm,
            kernel: kernel, initramfs: initramfs)
        let machine = VirtualMachine(vmGuard: vmGuard, command: command, folder: folder, limits: KVMProbe.limits)
        let exit = try await machine.run()
        if exit.status == EndingClassifier.finishedStatus { return Answer(works: true, reason: "a kernel ran") }
        let ending = EndingClassifier(exit: exit, console: (try? folder.console()) ?? "", agentHasSpoken: true).ending
        return Answer(works: false, reason: "\(device) opens, but no kernel runs: \(ending.detail)")
    }

    /// An answer holds for one boot of the host and one QEMU.
    private var key: String {
        let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "unknown"
        return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + emulator.version
    }

    private var saved: Answer? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: cache.kvmAnswer.string)),
            let saved = try? JSONDecoder().decode(Saved.self, from: data), saved.key == key
        else { return nil }
        return saved.answer
    }

    /// A cache that can't be written only costs the next run another probe.
    private func save(_ answer: Answer) {
        guard let data = try? JSONEncoder().encode(Saved(key: key, answer: answer)) else { return }
        try? AtomicFile.write([UInt8](data), to: cache.kvmAnswer)
    }
}
