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
        guard let directory = opendir("/sys/bus/pci/devices") else { return nil }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            var path = Text(capacity: 320)
            path.append("/sys/bus/pci/devices/")
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                for byte in name.prefix(while: { $0 != 0 }) { path.append(byte: byte) }
            }
            if let device = RecordDevice(pciFolder: path) { return device }
        }
        return nil
    }

    /// Red Hat's inter-VM shared memory device, as sysfs writes it.
    private init?(pciFolder: Text) {
        guard RecordDevice.reads("0x1af4", in: pciFolder, file: "/vendor"),
            RecordDevice.reads("0x1110", in: pciFolder, file: "/device")
        else { return nil }
        var path = pciFolder
        path.append("/enable")
        guard Files.write("1", to: path.cString) == 0 else { return nil }
        path.truncate(to: pciFolder.count)
        path.append("/resource2_wc")
        let file = clinux_open(path.cString, O_RDWR)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size > 0,
            let memory = clinux_map(Int(status.st_size), MAP_SHARED, file)
        else { return nil }
        // Children have no use for it, and copying its page tables would be most of what a fork costs.
        madvise(memory, Int(status.st_size), MADV_DONTFORK)
        self.memory = memory
        size = Int(status.st_size)
    }

    private static func reads(_ expected: StaticString, in folder: Text, file: StaticString) -> Bool {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append(file)
        return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            let count = Files.read(path.cString, into: buffer)
            return count >= expected.utf8CodeUnitCount && buffer.holds(expected)
        }
    }
}
