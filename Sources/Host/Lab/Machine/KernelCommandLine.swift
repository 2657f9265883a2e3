import Kernels

/// The kernel's command line. Nothing here changes how memory is managed: that would be another experiment.
enum KernelCommandLine {
    /// Words that every guest gets.
    static let base = [
        // The console's file is all that is left of a panic.
        "console=\(Architecture.current.console)",
        // Addresses, and with them evidence, are the same in every run.
        "nokaslr",
        // The emulated counter is exact; the watchdog that compares it with another clock only costs time.
        "tsc=reliable",
        // A panic resets the machine at once, which `-no-reboot` turns into QEMU's end.
        "panic=-1",
        // 6.1 hangs in its own bring-up of more CPUs under instruction counting; the agent brings them online instead.
        "maxcpus=1",
    ]

    /// Words that shorten the boot. Measured in deterministic guest time to `/init`, without and with: 5.10 3.25 and 0.87 s, 6.12 2.83 and
    /// 1.96 s, 7.3 2.72 and 1.85 s. `8250.nr_uarts=1`, `no_timer_check`, `i8042.noaux` and `quiet` saved nothing there.
    static let quick = ["cryptomgr.notests"]

    /// Where time is counted, a jiffy of 4 ms is as many loops as its instructions take time: said in advance, since each further CPU would
    /// measure it by looping through 115 ms of guest time. Nothing waits by it later, when the time stamp counter is known.
    static let counted = ["lpj=4000000"]

    /// The whole line, with a machine's own words last so that they win.
    static func text(for machine: Machine) -> String {
        let words = base + quick + (machine.mode == .deterministic ? counted : [])
        return (words + machine.commandLine).joined(separator: " ")
    }
}
