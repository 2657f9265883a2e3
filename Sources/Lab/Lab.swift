import Evidence
import Foundation
import GuestProtocol
import SystemPackage

/// Runs plans on real kernels in virtual machines, and leaves a folder of raw evidence for each.
public struct Lab: Sendable {
    /// How often a boot is tried that failed the way multi-threaded emulation does by itself.
    static let maximumBoots = 3

    /// The host's QEMU.
    public let emulator: Emulator
    /// The programs built with the command.
    public let programs: OwnPrograms
    /// Where images are kept.
    public let cache: CacheFolder
    /// Where run folders appear.
    public let output: FilePath

    /// A lab whose run folders appear in `output`. Throws `HostError` where QEMU or the guest's programs are missing.
    public init(
        output: FilePath, cache: CacheFolder = .standard(), programs: OwnPrograms? = nil, emulator: Emulator? = nil
    ) async throws {
        let here = FilePath(FileManager.default.currentDirectoryPath)
        self.output = here.pushing(output).lexicallyNormalized()
        self.cache = CacheFolder(path: here.pushing(cache.path).lexicallyNormalized())
        self.programs = try programs ?? OwnPrograms.find()
        if let emulator {
            self.emulator = emulator
        } else {
            self.emulator = try await Emulator.find()
        }
    }

    /// Boots the kernel, carries out the plan and returns the finished folder, whatever the machine's end was.
    ///
    /// - Throws: `HostError` where nothing could be run, `CancellationError` where the task was cancelled; nothing is left behind then.
    public func run(_ request: RunRequest) async throws -> RunFolder {
        PartialFolder.sweep(output)
        let started = Date.now
        let boot = try await prepare(request)
        let partial = try PartialFolder.make(in: output) {
            RunName.partial(started: started, scenario: request.scenarioName)
        }
        do {
            try write(request, boot.command, into: partial.folder)
            let outcome = try await boots(request, boot, in: partial.folder)
            return try finish(request, boot, outcome, partial: partial, started: started)
        } catch {
            partial.remove()
            throw error
        }
    }

    /// The QEMU line that `run` would use, without running it.
    public func command(for request: RunRequest) async throws -> EmulatorCommand { try await prepare(request).command }

    /// What is settled before a machine starts.
    private struct Boot {
        let command: EmulatorCommand
        let accelerator: Accelerator
        let image: GuestImage
    }

    /// What came of the machine.
    private struct Outcome {
        let ending: Ending
        let evidence: Evidence
        let boots: Int
    }

    private func prepare(_ request: RunRequest) async throws -> Boot {
        let image = try GuestImage.make(programs: programs, modules: request.modules, cache: cache)
        let accelerator = await accelerator(for: request, image: image)
        let command = EmulatorCommand(
            emulator: emulator, machine: request.machine, accelerator: accelerator, kernel: request.bootImage,
            initramfs: image.path)
        return Boot(command: command, accelerator: accelerator, image: image)
    }

    private func accelerator(for request: RunRequest, image: GuestImage) async -> Accelerator {
        guard request.machine.mode == .realtime else { return .counting }
        let probe = KVMProbe(emulator: emulator, vmGuard: programs.vmGuard, cache: cache)
        return await probe.answer(kernel: request.bootImage, initramfs: image.path).works ? .kvm : .threads
    }

    private func write(_ request: RunRequest, _ command: EmulatorCommand, into folder: RunFolder) throws {
        try AtomicFile.write(request.plan.encoded(), to: folder.planFile)
        try AtomicFile.write(Array(request.scenarioSource.utf8), to: folder.scenarioFile)
        try AtomicFile.write(Array((command.shellText + "\n").utf8), to: folder.commandFile)
    }

    /// Boots, and boots again while the failure is one that multi-threaded emulation is known for: a crash or a hang before the agent's
    /// first word, from self-modifying code in the kernel's start.
    private func boots(_ request: RunRequest, _ boot: Boot, in folder: RunFolder) async throws -> Outcome {
        let limits = request.limits ?? .suiting(request.plan)
        var count = 0
        while true {
            count += 1
            try RecordFile.make(folder.evidenceFile)
            let machine = VirtualMachine(
                vmGuard: programs.vmGuard, command: boot.command, folder: folder, limits: limits)
            let exit = try await machine.run()
            let evidence = try RecordFile.close(folder.evidenceFile)
            let spoken = !evidence.entries.isEmpty
            let console = (try? folder.console()) ?? ""
            let ending = EndingClassifier(exit: exit, console: console, agentHasSpoken: spoken).ending
            let spurious =
                boot.accelerator == .threads && !spoken && (ending.kind == .guestReset || ending.kind == .guestSilent)
            if !spurious || count == Lab.maximumBoots {
                return Outcome(ending: ending, evidence: evidence, boots: count)
            }
        }
    }

    private func finish(
        _ request: RunRequest, _ boot: Boot, _ outcome: Outcome, partial: PartialFolder, started: Date
    ) throws -> RunFolder {
        let machine = MachineIdentity(
            mode: request.machine.mode.rawValue, accelerator: boot.accelerator.name, cpus: request.machine.cpus,
            memoryBytes: request.machine.memoryBytes, qemu: emulator.version, restored: false,
            initramfs: boot.image.sha256)
        let name = RunName.finished(
            started: started, scenario: request.scenarioName, kernel: request.kernel.flavour,
            fingerprint: outcome.evidence.fingerprint)
        let folder = partial.folder
        try AtomicFile.write(Array(outcome.evidence.kernelLog.utf8), to: folder.kernelLogFile)
        return try partial.finish(as: name) { id in
            let account = HostAccount(
                id: id, started: RunName.timestamp(started), wallSeconds: Date.now.timeIntervalSince(started),
                seed: request.plan.seed, scenarioName: request.scenarioName, parameters: request.parameters,
                kernel: request.kernel, machine: machine, ending: outcome.ending, boots: outcome.boots)
            do {
                try folder.write(account)
            } catch {
                throw HostError("can't write \(folder.hostFile) (\(SystemCause.of(error)))", remedy: "make room there")
            }
        }
    }
}
