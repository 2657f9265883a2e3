import GuestProtocol
import HostFiles
import Runs
import SystemPackage

/// The smallest deterministic machine: QEMU's line is a run's own, but in place of a kernel it executes a few instructions that wait for a timer and end
/// the machine. What a run takes of QEMU besides (its devices, its threads' turns, an idle clock that jumps, an end with a status) either works or
/// is found out in a fraction of a second.
struct TrialMachine {
    /// A working QEMU needs a tenth of a second.
    private static let limits = WallLimits(total: .seconds(20), silence: .seconds(20))

    let emulator: Emulator
    let programs: OwnPrograms
    let cache: CacheFolder

    /// Runs it; `nil` if it ended as it should, else what happened instead. Throws if it can't be started.
    func failure() async throws -> String? {
        let partial = try PartialFolder.make(in: cache.path.appending("probe")) {
            RunName.partial(started: .now, scenario: "trial")
        }
        defer { partial.remove() }
        let folder = partial.folder
        try AtomicFile.write(Plan().encoded(), to: folder.planFile)
        try RecordFile.make(folder.evidenceFile)
        let firmware = folder.path.appending("firmware.rom")
        try AtomicFile.write(TrialFirmware.bytes, to: firmware)
        let command = EmulatorCommand(
            emulator: emulator, machine: Machine(memoryBytes: 64 << 20), accelerator: .counting,
            payload: .firmware(firmware), turns: programs.turns)
        let machine = VirtualMachine(
            vmGuard: programs.vmGuard, command: command, folder: folder, limits: TrialMachine.limits)
        let exit = try await machine.run()
        if exit.status == EndingClassifier.finishedStatus { return nil }
        if exit.stop != nil { return "it waits for a timer, asks for its end, and still ran after 20 s" }
        let status = exit.status.map { "status \($0)" } ?? "no status"
        let said = Excerpt.lastLines(of: exit.output)
        return "QEMU ended with \(status)" + (said.isEmpty ? "" : " and said:\n\(said)")
    }
}
