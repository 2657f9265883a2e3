import CLinux

/// The host's evidence file as the guest sees it: the shared memory of an ivshmem device.
///
/// No driver takes part. What is written survives a panic, a hang or the end of QEMU.
struct RecordDevice {
    /// The mapped file.
    let memory: UnsafeMutableRawPointer
    /// Its size in bytes.
    let size: Int

    /// Finds, enables and maps the device; `nil` where the machine has none.
    static func find() -> RecordDevice? {
        guard let device = PCIDevice.find(vendor: "0x1af4", device: "0x1110"),
            let area = device.map("/resource2_wc"), let memory = area.baseAddress
        else { return nil }
        return RecordDevice(memory: memory, size: area.count)
    }
}
