import SystemPackage
import Testing

/// A file with the boot header of a Linux kernel and two instructions instead of one: real firmware starts it, and it never becomes Linux.
struct ToyKernel {
    /// What its instructions do.
    enum Fate: String {
        /// Loads an empty interrupt table and takes an interrupt: a triple fault, which resets the machine.
        case resets
        /// Jumps to itself for ever.
        case hangs
    }

    let fate: Fate
    /// The release by its header.
    var release = "6.12.0-toy"

    /// The image, by Documentation/arch/x86/boot.rst.
    var bytes: [UInt8] {
        var image = [UInt8](repeating: 0, count: 1024 + 4096)
        func put(_ bytes: [UInt8], at offset: Int) {
            image.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        }
        put([1], at: 0x1f1)  // setup_sects: code of the kernel begins at 1024
        put([0x55, 0xaa], at: 0x1fe)
        put([0xeb, 0x7e], at: 0x200)  // jump to 0x280
        put(Array("HdrS".utf8), at: 0x202)
        put([0x0f, 0x02], at: 0x206)  // protocol 2.15
        put([0x00, 0x01], at: 0x20e)  // the version text is at 0x300
        put([0x01], at: 0x211)  // loaded high
        put([0xff, 0xff, 0xff, 0x7f], at: 0x22c)  // the highest address of an initramfs
        put([0x01, 0x00], at: 0x236)  // 64-bit
        put([0xff, 0x07], at: 0x238)  // longest command line
        put([0x10, 0, 0, 0], at: 0x248)  // the payload's place and length
        put([0x00, 0x08, 0, 0], at: 0x24c)
        switch fate {
        case .resets: put([0xfa, 0x0f, 0x01, 0x1e, 0xf0, 0x03, 0xcd, 0x03], at: 0x280)  // cli; lidt [0x3f0]; int 3
        case .hangs: put([0xeb, 0xfe], at: 0x280)  // jump to itself
        }
        put(Array("\(release) (toy) #1\0".utf8), at: 0x300)
        return image
    }
}

extension Command {
    /// Uses a cache of its own from here on, with a toy kernel in it. A machine that never gets to its agent can't be kept, so every run boots.
    mutating func addKernel(_ fate: ToyKernel.Fate) async throws {
        environment["XDG_CACHE_HOME"] = folder.appending("cache").string
        environment["OOMLAB_SNAPSHOT_LIMIT"] = "0"
        try write("toy.bzImage", ToyKernel(fate: fate).bytes)
        let answer = try await self("kernels", "add", "toy.bzImage", "--name", fate.rawValue)
        try #require(answer.status == 0, "\(answer)")
        #expect(answer.output == "\(fate.rawValue)\n")
    }

    /// Uses a QEMU from here on that is a shell script, run in the folder of the run, and a kernel for it to ignore.
    mutating func useEmulator(_ script: String) async throws {
        try await addKernel(.hangs)
        let emulator = """
            #!/bin/sh
            case "$1" in
            --version) echo 'QEMU emulator version 0.0 (a shell script)'; exit 0 ;;
            -help|-machine) exit 0 ;;
            esac
            \(script)
            """
        try write("bin/qemu-system-x86_64", emulator, executable: true)
        environment["PATH"] = "\(folder)/bin:/usr/bin:/bin"
    }
}
