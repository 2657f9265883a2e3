import Digest
import Foundation
import HostFiles
import SystemPackage

/// What a kept machine depends on, as one hash: with the same key, a snapshot made earlier is as good as a new one.
struct SnapshotKey: Hashable, Sendable {
    /// Raised whenever the files' layout changes, or what the agent does before it asks for the pause.
    static let version = 1

    /// SHA-256 in hexadecimal digits.
    let text: String

    /// The key of the machine that `command` boots. The command line names everything but what lies behind it: QEMU itself, the library that is loaded
    /// into it and the kernel's image, by the states of their files (the initramfs is named by its content), and the host's processor if the guest is shown it.
    init(command: EmulatorCommand, emulator: Emulator, kernel: FilePath, kernelSHA256: String, accelerator: Accelerator)
    {
        var inputs = ["oomlab snapshot \(SnapshotKey.version)", emulator.version, kernelSHA256]
        // Not by their content: reading tens of megabytes for every run would cost more than it tells.
        inputs += ([emulator.path, kernel] + [command.preload].compactMap(\.self)).map {
            FileStamp.of($0) ?? "\($0) missing"
        }
        inputs += [command.executable.string] + command.arguments
        if accelerator == .kvm { inputs.append(SnapshotKey.processor) }
        text = SHA256.of(fields: inputs)
    }

    private static var processor: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        return ["model name", "flags", "microcode"].compactMap { key in
            lines.first { $0.hasPrefix(key) }.map(String.init)
        }.joined(separator: "\n")
    }
}
