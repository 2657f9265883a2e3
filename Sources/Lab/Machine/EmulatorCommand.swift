import SystemPackage

/// One QEMU command line. A pure function of what it is given: the same line is run, printed by a dry run and kept as `command.txt`.
public struct EmulatorCommand: Hashable, Sendable {
    /// Size of the record file that host and guest share.
    public static let recordBytes = 16 << 20

    /// The program.
    public let executable: FilePath
    /// Its arguments. File names of the run are relative to the run's folder.
    public let arguments: [String]

    /// The line for one boot.
    ///
    /// - Parameter kernel: A bzImage, or an ELF image with a PVH entry.
    init(
        emulator: Emulator, machine: Machine, accelerator: Accelerator, kernel: FilePath, initramfs: FilePath
    ) {
        executable = emulator.path
        var arguments = ["-nodefaults", "-no-user-config", "-display", "none", "-machine", "pc,usb=off,vmport=off"]
        arguments += accelerator.arguments
        arguments += ["-m", "\(machine.memoryBytes)B", "-smp", "\(machine.cpus)"]
        arguments += ["-kernel", kernel.string, "-initrd", initramfs.string]
        arguments += ["-append", KernelCommandLine.text(for: machine)]
        arguments += ["-serial", "file:console.log", "-no-reboot"]
        arguments += ["-device", "isa-debug-exit,iobase=0xf4,iosize=0x04"]
        arguments += ["-fw_cfg", "name=opt/oomlab/plan,file=plan"]
        arguments += [
            "-object",
            "memory-backend-file,id=records,mem-path=evidence.bin,size=\(EmulatorCommand.recordBytes >> 20)M,share=on",
            "-device", "ivshmem-plain,memdev=records,master=on",
        ]
        if emulator.hasSandbox { arguments += EmulatorCommand.sandbox }
        self.arguments = arguments
    }

    /// A hostile guest that breaks out of QEMU finds no system calls to start or become anything.
    static let sandbox = [
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]

    /// The line as a shell reads it.
    public var shellText: String {
        ([executable.string] + arguments).map(EmulatorCommand.quoted).joined(separator: " ")
    }

    /// `word` in single quotes where a shell would take it apart otherwise.
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: Array("-_./,=:+@%".utf8).contains(byte)
            }
        }
        if plain && !word.isEmpty { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
