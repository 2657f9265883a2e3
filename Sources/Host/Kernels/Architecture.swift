/// Everything that differs between the architectures of guests: one table of values. A further one is an entry here, and a `Guest/Agent` that speaks to its devices.
package struct Architecture: Sendable, Hashable {
    /// As the kernel calls it: `uname -m`.
    package let name: String

    // QEMU
    /// The program.
    package let emulator: String
    /// The Debian package that has it.
    package let emulatorPackage: String
    /// The machine that runs ask for, so that what it consists of doesn't change with QEMU. QEMU offers a version's machines for six years.
    package let machineType: String
    /// The machine that is asked for where QEMU has no longer that one: another in every version.
    package let anyMachineType: String
    /// What is left out of the machine.
    package let machineOptions: String
    /// The emulated processor, the same in every QEMU that is supported.
    package let processor: String
    /// The first serial port, as the kernel calls it.
    package let console: String
    /// The device by which the guest ends QEMU with a status, and its arguments. Its status is `value << 1 | 1`.
    package let exitDevice, exitDeviceArguments: String

    // Kernels
    /// As Debian calls it.
    package let packageName: String
    /// Where a kernel build leaves its image, from the build's folder.
    package let builtImage: String
    /// The machine in the header of its ELF files (`EM_*`).
    package let elfMachine: UInt16
    /// The register of a function's first argument, as kprobe events call it.
    package let firstArgument: String
}

extension Architecture {
    /// The only one so far.
    package static let x86_64 = Architecture(
        name: "x86_64", emulator: "qemu-system-x86_64", emulatorPackage: "qemu-system-x86",
        machineType: "pc-i440fx-7.2", anyMachineType: "pc", machineOptions: "usb=off,vmport=off",
        processor: Processor.x86_64, console: "ttyS0", exitDevice: "isa-debug-exit",
        exitDeviceArguments: "iobase=0xf4,iosize=0x04", packageName: "amd64", builtImage: "arch/x86/boot/bzImage",
        elfMachine: 62, firstArgument: "%di")

    /// That of the guests, which is the host's.
    package static let current = x86_64
}

/// The emulated processors.
private enum Processor {
    /// A model whose version is named, and what 7.2 can emulate of today's servers.
    ///
    /// Left out are rdrand and rdseed, since no randomness of the host may reach the guest; 5-level paging, which few machines use; mwait, by which an
    /// idle guest would keep the host busy; and "enhanced rep movsb": with it a kernel clears a page by one instruction of 4096 rounds, which
    /// emulation carries out, and counts, one by one; without it there are 512. A page fault then costs a third less, as counted, and half as much,
    /// as waited for.
    static let x86_64 = (["qemu64-v1", "-svm"] + features.map { "+\($0)" }).joined(separator: ",")

    private static let features = [
        "abm", "adx", "aes", "arat", "avx", "avx2", "bmi1", "bmi2", "clflushopt", "clwb", "f16c", "fma", "fsgsbase",
        "movbe",
        "pclmulqdq", "pdpe1gb", "pku", "popcnt", "rdtscp", "smap", "smep", "sse4.1", "sse4.2", "ssse3", "umip",
        "xgetbv1",
        "xsave", "xsaveopt",
    ]
}
