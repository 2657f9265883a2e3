import Evidence
import Faults
import Foundation
import GuestProtocol
import HostFiles
import Runs
import SystemPackage

/// Runs plans on real kernels in virtual machines, and leaves a folder of raw evidence for each.
public struct Lab: Station {
    /// How often a boot is tried that failed the way multi-threaded emulation does by itself.
    static let maximumBoots = 3
    /// How often a run is tried from a snapshot before it boots: a damaged one is made again.
    static let maximumRestores = 2

    /// The host's QEMU.
    public let emulator: Emulator
    /// The programs built with the command.
    public let programs: OwnPrograms
    /// Where images are kept.
    public let cache: CacheFolder
    /// Where run folders appear.
    public let output: FilePath
    /// The host's KVM.
    public let kvmDevice: FilePath
    /// Whether every run boots, instead of going on from a machine that was booted once.
    public let isCold: Bool
    /// Gets a line for what a run does besides: a snapshot that was thrown away, or that can't be made.
    public let notice: @Sendable (String) -> Void
    private let snapshotLimitBytes: UInt64
    /// The state of QEMU's file when it was asked for its version.
    private let emulatorStamp: String?

    /// A lab whose run folders appear in `output`. Throws `HostError` where QEMU or the guest's programs are missing, `UsageError` where
    /// OOMLAB_SNAPSHOT_LIMIT is no size.
    public init(
        output: FilePath, cold: Bool = false, cache: CacheFolder = .standard(), programs: OwnPrograms? = nil,
        emulator: Emulator? = nil, kvmDevice: FilePath = "/dev/kvm",
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        isCold = cold
        self.notice = notice
        snapshotLimitBytes = try SnapshotCache.limit()
        let here = FilePath(FileManager.default.currentDirectoryPath)
        self.output = here.pushing(output).lexicallyNormalized()
        self.cache = CacheFolder(path: here.pushing(cache.path).lexicallyNormalized())
        self.kvmDevice = kvmDevice
        self.programs = try programs ?? OwnPrograms.find()
        if let emulator {
            self.emulator = emulator
        } else {
            self.emulator = try await Emulator.find(cache: self.cache)
        }
        emulatorStamp = FileStamp.of(self.emulator.path)
    }

    /// Makes the output folder, so that one that can't be written is found out before anything starts. Throws `HostError`.
    public func makeOutput() throws {
        try CacheFolder.make(output, whatFor: "run folders")
        guard access(output.string, W_OK | X_OK) == 0 else {
            throw HostError(
                "can't write into \(output) (\(SystemCause.ofErrno))", remedy: "choose another folder with --output")
        }
    }

    /// Carries out the plan on the kernel and returns the finished folder, whatever the machine's end was. The machine goes on from where a kept
    /// one has booted to; the first run of its kind makes that one, and its time is not counted as the run's.
    ///
    /// - Throws: `HostError` where nothing could be run, `CancellationError` where the task was cancelled; nothing is left behind then.
    public func run(_ request: RunRequest) async throws -> RunFolder {
        PartialFolder.sweep(output)
        let setup = try await prepare(request)
        for _ in 0..<Lab.maximumRestores where !isCold {
            guard let snapshot = try await snapshots(for: setup).snapshot(setup.key, command: setup.command(.keep))
            else {
                break
            }
            do {
                return try await run(request, setup, from: snapshot)
            } catch let flaw as Snapshot.Flaw {
                snapshots(for: setup).discard(setup.key, flaw)
            }
        }
        return try await run(request, setup, from: nil)
    }

    /// The QEMU line that `run` would use, without running it.
    public func command(for request: RunRequest) async throws -> EmulatorCommand {
        try await prepare(request).command(isCold ? .boot : .restore)
    }

    private func run(_ request: RunRequest, _ setup: MachineSetup, from snapshot: Snapshot?) async throws -> RunFolder {
        let started = Date.now
        // The wall clock may be set meanwhile.
        let clock = ContinuousClock()
        let start = clock.now
        let partial = try PartialFolder.make(in: output) {
            RunName.partial(started: started, scenario: request.scenarioName)
        }
        do {
            let command = setup.command(snapshot == nil ? .boot : .restore)
            try write(request, command, into: partial.folder)
            let outcome: Outcome
            if let snapshot {
                outcome = try await restore(request, command, snapshot, in: partial.folder)
            } else {
                outcome = try await boots(request, command, setup.accelerator, in: partial.folder)
            }
            try checkEmulator()
            return try finish(
                request, setup, outcome, partial: partial, started: started, took: start.duration(to: clock.now))
        } catch {
            partial.remove()
            throw error
        }
    }

    /// What came of the machine.
    private struct Outcome {
        let ending: Ending
        let evidence: Evidence
        let boots: Int
        /// When the host kept the machine from running.
        let standstills: [Standstill]
        /// The hash of the state that it went on from.
        var snapshot: String?
    }

    private func prepare(_ request: RunRequest) async throws -> MachineSetup {
        let image = try GuestImage.make(programs: programs, modules: request.modules, cache: cache)
        let accelerator = await accelerator(for: request, image: image)
        if accelerator == .counting { try checkPreload() }
        return MachineSetup(
            emulator: emulator, machine: request.machine, accelerator: accelerator, kernel: request.bootImage,
            kernelSHA256: request.kernel.sha256, image: image, turns: programs.turns)
    }

    /// ld.so(8): the names in LD_PRELOAD end at a space or a colon.
    private func checkPreload() throws {
        guard programs.turns.string.contains(where: { $0 == " " || $0 == ":" }) else { return }
        throw HostError(
            "\(programs.turns) can't be loaded into QEMU: its path has a space or a colon in it",
            remedy: "build or install oomlab in a folder without, or use --mode realtime")
    }

    /// An upgrade while the command runs would have runs recorded under the version that was there at its start.
    private func checkEmulator() throws {
        guard FileStamp.of(emulator.path) == emulatorStamp else {
            throw HostError("\(emulator.path) was replaced while the command ran", remedy: "run it again")
        }
    }

    private func snapshots(for setup: MachineSetup) -> Snapshots {
        let kept = SnapshotCache(cache, limitBytes: snapshotLimitBytes)
        let builder = SnapshotBuilder(
            vmGuard: programs.vmGuard, cache: kept, attempts: setup.accelerator == .threads ? Lab.maximumBoots : 1)
        return Snapshots(cache: kept, builder: builder, notice: notice)
    }

    private func accelerator(for request: RunRequest, image: GuestImage) async -> Accelerator {
        guard request.machine.mode == .realtime else { return .counting }
        let probe = KVMProbe(emulator: emulator, vmGuard: programs.vmGuard, cache: cache, device: kvmDevice)
        return await probe.answer(kernel: request.bootImage, initramfs: image.path).works ? .kvm : .threads
    }

    private func write(_ request: RunRequest, _ command: EmulatorCommand, into folder: RunFolder) throws {
        try AtomicFile.write(request.plan.encoded(), to: folder.planFile)
        try AtomicFile.write(Array(request.scenarioSource.utf8), to: folder.scenarioFile)
        try AtomicFile.write(Array((command.shellText + "\n").utf8), to: folder.commandFile)
    }

    /// Goes on from the snapshot. Throws its `Flaw` where the machine never came to go on.
    private func restore(
        _ request: RunRequest, _ command: EmulatorCommand, _ snapshot: Snapshot, in folder: RunFolder
    ) async throws -> Outcome {
        try RecordFile.make(folder.evidenceFile)
        let machine = VirtualMachine(
            vmGuard: programs.vmGuard, command: command, folder: folder,
            limits: request.limits ?? .suiting(request.plan)
        ) { control in
            try await snapshot.restore(through: control, in: folder)
        }
        let exit = try await machine.run()
        if let failure = exit.controlFailure {
            if let flaw = failure as? Snapshot.Flaw { throw flaw }
            throw Snapshot.Flaw(description: "can't be restored: \(Excerpt.lastLines(of: exit.output)) (\(failure))")
        }
        let evidence = try RecordFile.close(folder.evidenceFile)
        return Outcome(
            ending: ending(exit, evidence, folder), evidence: evidence, boots: 1, standstills: exit.standstills,
            snapshot: snapshot.about.sha256)
    }

    /// Boots, and boots again while the failure is one that multi-threaded emulation is known for: a crash or a hang before the agent's
    /// first word, from self-modifying code in the kernel's start.
    private func boots(
        _ request: RunRequest, _ command: EmulatorCommand, _ accelerator: Accelerator, in folder: RunFolder
    ) async throws -> Outcome {
        let limits = request.limits ?? .suiting(request.plan)
        var count = 0
        while true {
            count += 1
            try RecordFile.make(folder.evidenceFile)
            let machine = VirtualMachine(vmGuard: programs.vmGuard, command: command, folder: folder, limits: limits)
            let exit = try await machine.run()
            let evidence = try RecordFile.close(folder.evidenceFile)
            let ending = ending(exit, evidence, folder)
            let spurious =
                accelerator == .threads && evidence.entries.isEmpty
                && (ending.kind == .guestReset || ending.kind == .guestSilent)
            if !spurious || count == Lab.maximumBoots {
                return Outcome(ending: ending, evidence: evidence, boots: count, standstills: exit.standstills)
            }
        }
    }

    private func ending(_ exit: MachineExit, _ evidence: Evidence, _ folder: RunFolder) -> Ending {
        let console = (try? folder.console()) ?? ""
        return EndingClassifier(exit: exit, console: console, agentHasSpoken: !evidence.entries.isEmpty).ending
    }

    private func finish(
        _ request: RunRequest, _ setup: MachineSetup, _ outcome: Outcome, partial: PartialFolder, started: Date,
        took: Duration
    ) throws -> RunFolder {
        let machine = MachineIdentity(
            mode: request.machine.mode, accelerator: setup.accelerator.name, cpus: request.machine.cpus,
            memoryBytes: request.machine.memoryBytes, qemu: emulator.version,
            restored: outcome.snapshot != nil, snapshot: outcome.snapshot, initramfs: setup.image.sha256)
        let name = RunName.finished(
            started: started, scenario: request.scenarioName, kernel: request.kernel.flavour,
            fingerprint: outcome.evidence.fingerprint)
        let folder = partial.folder
        try AtomicFile.write(Array(outcome.evidence.kernelLog.utf8), to: folder.kernelLogFile)
        return try partial.finish(as: name) { id in
            var account = HostAccount(
                id: id, started: RunName.timestamp(started), wallSeconds: took / .seconds(1),
                seed: request.plan.seed, scenarioName: request.scenarioName, parameters: request.parameters,
                kernel: request.kernel, machine: machine, ending: outcome.ending, boots: outcome.boots,
                scenarioFile: request.scenarioFile, cell: request.cell, noProbes: request.noProbes)
            account.oomlab = Version.text
            // A clock that counts instructions stands still with the machine.
            if setup.accelerator != .counting, !outcome.standstills.isEmpty {
                account.standstills = outcome.standstills
            }
            do {
                try folder.write(account)
            } catch {
                throw HostError("can't write \(folder.hostFile) (\(SystemCause.of(error)))", remedy: "make room there")
            }
        }
    }
}
