import SystemPackage

/// What is settled before a machine starts: the same for its boot, for keeping it and for going on from there.
struct MachineSetup: Sendable {
    let emulator: Emulator
    let machine: Machine
    let accelerator: Accelerator
    /// The file to boot.
    let kernel: FilePath
    let kernelSHA256: String
    let image: GuestImage
    /// The library by which QEMU's threads take turns.
    let turns: FilePath

    /// The QEMU line for a machine that comes to the plan in this way.
    func command(_ start: EmulatorCommand.Start) -> EmulatorCommand {
        EmulatorCommand(
            emulator: emulator, machine: machine, accelerator: accelerator, kernel: kernel, initramfs: image.path,
            turns: turns, start: start)
    }

    /// What a snapshot of it is kept under.
    var key: SnapshotKey {
        SnapshotKey(
            command: command(.keep), emulator: emulator, kernel: kernel, kernelSHA256: kernelSHA256,
            accelerator: accelerator)
    }
}
