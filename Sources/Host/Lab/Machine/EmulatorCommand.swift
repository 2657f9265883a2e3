import Kernels
import SafeText
import SystemPackage
import Vocabulary

/// One QEMU command line. A pure function of what it is given: the same line is run, printed by a dry run and kept as `command.txt`.
public struct EmulatorCommand: Hashable, Sendable {
    /// Size of the record file that host and guest share.
    public static let recordBytes = 16 << 20

    /// The program.
    public let executable: FilePath
    /// Its arguments. File names of the run are relative to the run's folder.
    public let arguments: [String]
    /// The library that the dynamic linker puts before QEMU's own; `nil` for none.
    public let preload: FilePath?

    /// How a machine comes to the point where its agent reads the plan.
    enum Start: Hashable, Sendable {
        /// It boots.
        case boot
        /// It boots, and stops there to be kept.
        case keep
        /// It goes on from where a kept one stopped.
        case restore
    }

    /// What a machine executes.
    enum Payload: Hashable, Sendable {
        /// A bzImage, or an ELF image with a PVH entry.
        case kernel(FilePath, initramfs: FilePath)
        /// A program in place of the firmware.
        case firmware(FilePath)
    }

    /// The line for a machine that boots a kernel.
    ///
    /// - Parameters:
    ///   - kernel: A bzImage, or an ELF image with a PVH entry.
    ///   - turns: The library by which QEMU's threads take turns, which only counted instructions need.
    init(
        emulator: Emulator, machine: Machine, accelerator: Accelerator, kernel: FilePath, initramfs: FilePath,
        turns: FilePath? = nil, start: Start = .boot
    ) {
        self.init(
            emulator: emulator, machine: machine, accelerator: accelerator,
            payload: .kernel(kernel, initramfs: initramfs), turns: turns, start: start)
    }

    /// The line for a machine with any payload.
    init(
        emulator: Emulator, machine: Machine, accelerator: Accelerator, payload: Payload, turns: FilePath?,
        start: Start = .boot
    ) {
        executable = emulator.path
        preload = accelerator == .counting ? turns : nil
        var arguments = ["-nodefaults", "-no-user-config", "-display", "none", "-machine"]
        arguments.append("\(emulator.machineType),\(Architecture.current.machineOptions)")
        arguments += accelerator.arguments
        arguments += ["-m", "\(machine.memoryBytes)B", "-smp", "\(machine.cpus)"]
        arguments += EmulatorCommand.nodes(of: machine)
        switch payload {
        case .kernel(let kernel, let initramfs):
            arguments += ["-kernel", kernel.string, "-initrd", initramfs.string]
            arguments += ["-append", KernelCommandLine.text(for: machine)]
        case .firmware(let firmware):
            arguments += ["-bios", firmware.string]
        }
        arguments += ["-serial", "file:console.log", "-no-reboot"]
        arguments += ["-device", "\(Architecture.current.exitDevice),\(Architecture.current.exitDeviceArguments)"]
        arguments += ["-fw_cfg", "name=opt/oomlab/plan,file=plan"]
        arguments += [
            "-object",
            "memory-backend-file,id=records,mem-path=evidence.bin,size=\(EmulatorCommand.recordBytes >> 20)M,share=on",
            "-device", "ivshmem-plain,memdev=records,master=on",
        ]
        arguments += ["-device", "i6300esb", "-device", "pvpanic-pci"]
        arguments += EmulatorCommand.pause(start, accelerator)
        if start != .boot { arguments += EmulatorCommand.control }
        if start == .restore { arguments += EmulatorCommand.incoming }
        if emulator.hasSandbox { arguments += EmulatorCommand.sandbox }
        self.arguments = arguments
    }

    /// One piece of RAM for each node; nothing for a machine with one.
    private static func nodes(of machine: Machine) -> [String] {
        guard machine.nodes > 1 else { return [] }
        let share = machine.memoryBytes / UInt64(machine.nodes)
        return (0..<machine.nodes).flatMap { node in
            let cpus = node == 0 ? ",cpus=0-\(machine.cpus - 1)" : ""
            return [
                "-object", "memory-backend-ram,id=node\(node),size=\(share)B",
                "-numa", "node,nodeid=\(node),memdev=node\(node)\(cpus)",
            ]
        }
    }

    /// The agent asks for a pause in every machine, by a watchdog that is exact in counted time and by a "panic" that is exact in any other. Here is
    /// decided whether it is granted. (The kernel's own panics don't go this way: without a driver it doesn't know the device.)
    private static func pause(_ start: Start, _ accelerator: Accelerator) -> [String] {
        let byWatchdog = start == .keep && accelerator == .counting
        let byPanic = start == .keep && accelerator != .counting
        return [
            "-fw_cfg", "name=opt/oomlab/pause,string=\(byWatchdog ? 1 : 0)",
            "-action", "watchdog=\(byWatchdog ? "pause" : "none"),panic=\(byPanic ? "pause" : "none")",
        ]
    }

    /// QEMU connects to the command, which listens before QEMU starts.
    private static let control = [
        "-chardev", "socket,id=control,path=\(MachineControl.socketName)", "-mon", "chardev=control,mode=control",
    ]

    /// The state comes through a socket, so that QEMU has neither to start a program, which its sandbox denies, nor to find a file. The
    /// announcements after a migration run on the host's clock, whose timers end slices of counted instructions: with them, runs with more than
    /// one virtual CPU differ.
    private static let incoming = [
        "-incoming", "unix:\(StateStream.socketName)", "-global", "migration.announce-rounds=0",
    ]

    /// A hostile guest that breaks out of QEMU finds no system calls to start or become anything.
    static let sandbox = [
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]

    /// The line as a shell reads it.
    public var shellText: String {
        let line = ShellText.line([executable.string] + arguments)
        guard let preload else { return line }
        return "\(EmulatorCommand.preloadVariable)=\(ShellText.quoted(preload.string)) \(line)"
    }

    /// The environment's word for libraries that come first (ld.so(8)).
    static let preloadVariable = "LD_PRELOAD"
}
