import CLinux

/// Where a machine can be kept: the guest itself asks QEMU to stop, so that every kept machine has stopped at the same point of its life. Whether
/// the wish is granted is the host's choice; a machine that is not to be kept goes through the same motions.
///
/// There are two ways, since what is exact in one kind of time is not in the other.
/// - In counted time a watchdog ends while the agent sleeps. QEMU moves an idle machine's clock to its next timer, before it stops or after it goes
///   on: the guest can't tell when. (A machine that stops in the middle of an instruction stream, as with pvpanic, counts as idle too, and whether
///   its clock moves once more depends on which of QEMU's threads is first.)
/// - In real time the agent stores 1 in pvpanic's register: no instruction is executed after that. A watchdog might be late.
struct PausePoint {
    private static let panicked: UInt8 = 1
    /// A millisecond for each of the watchdog's two stages.
    private static let stage: UInt32 = 1000
    /// Longer than the two stages.
    private static let sleepNs: UInt64 = 5_000_000

    /// The registers of the 6300ESB's watchdog (Intel 6300ESB I/O Controller Hub Datasheet, 18.2 and 18.3).
    private enum Watchdog {
        static let configuration = 0x60
        /// Steps of a microsecond, and no interrupt.
        static let quietMicroseconds: UInt8 = 0x07
        /// Nothing happens at the end.
        static let toothless: UInt8 = 0x20
        static let lock = 0x68
        static let enabled: UInt8 = 0x02
        static let preloads = [0, 4]
        static let reload = 0xc
        static let unlock: [UInt32] = [0x80, 0x86]
    }

    private let watchdog: PCIDevice
    private let watchdogRegisters: UnsafeMutableRawPointer
    private let panicRegister: UnsafeMutableRawPointer

    /// Finds and maps the devices; `nil` where the machine lacks one of them.
    static func find() -> PausePoint? {
        guard let watchdog = PCIDevice.find(vendor: "0x8086", device: "0x25ab"),
            let panic = PCIDevice.find(vendor: "0x1b36", device: "0x0011"),
            let watchdogRegisters = watchdog.map("/resource0")?.baseAddress,
            let panicRegister = panic.map("/resource0")?.baseAddress
        else { return nil }
        return PausePoint(watchdog: watchdog, watchdogRegisters: watchdogRegisters, panicRegister: panicRegister)
    }

    /// Asks for the pause. Whatever is done next happens in a machine that may have been kept, and restored many times.
    func ask() {
        let isToothless = ~PausePoint.answer & 1
        for preload in Watchdog.preloads {
            for key in Watchdog.unlock { store(key, at: Watchdog.reload) }
            store(PausePoint.stage, at: preload)
        }
        watchdog.configure(Watchdog.configuration, [Watchdog.quietMicroseconds | isToothless &* Watchdog.toothless, 0])
        watchdog.configure(Watchdog.lock, [Watchdog.enabled])
        Clock.sleep(until: Clock.now() &+ PausePoint.sleepNs)
        clinux_store8(panicRegister, PausePoint.panicked)
    }

    /// "1" or "0": whether the watchdog may stop the machine. QEMU tells the world of a watchdog that ends, and then has a timer run on the host's clock
    /// for a second, which ends slices of counted instructions: it may end only where nothing comes after. Both answers take the same instructions.
    private static var answer: UInt8 { FirmwareConfiguration.file("opt/oomlab/pause")?.first ?? 0 }

    private func store(_ value: UInt32, at offset: Int) { clinux_store32(watchdogRegisters + offset, value) }
}
