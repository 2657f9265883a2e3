import CLinux

/// A PCI device as sysfs shows it, used without a driver.
struct PCIDevice {
    /// Its folder below `/sys/bus/pci/devices`.
    private let folder: Text

    /// The first device with these ids, as sysfs writes them (`0x1af4`); `nil` where the machine has none.
    static func find(vendor: StaticString, device: StaticString) -> PCIDevice? {
        guard let directory = opendir("/sys/bus/pci/devices") else { return nil }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            var path = Text(capacity: 320)
            path.append("/sys/bus/pci/devices/")
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                for byte in name.prefix(while: { $0 != 0 }) { path.append(byte: byte) }
            }
            if reads(vendor, in: path, file: "/vendor"), reads(device, in: path, file: "/device") {
                return PCIDevice(folder: path)
            }
        }
        return nil
    }

    /// Switches the device on and maps one of its memories (`/resource0`), for as long as the agent runs.
    func map(_ resource: StaticString) -> UnsafeMutableRawBufferPointer? {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append("/enable")
        guard Files.write("1", to: path.cString) == 0 else { return nil }
        path.truncate(to: folder.count)
        path.append(resource)
        let file = clinux_open(path.cString, O_RDWR)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size > 0,
            let memory = clinux_map(Int(status.st_size), MAP_SHARED, file)
        else { return nil }
        // Children have no use for it, and copying its page tables would be most of what a fork costs.
        madvise(memory, Int(status.st_size), MADV_DONTFORK)
        return UnsafeMutableRawBufferPointer(start: memory, count: Int(status.st_size))
    }

    /// Writes to the device's configuration space, in one access where it is one, two or four bytes.
    func configure(_ offset: Int, _ value: [UInt8]) {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append("/config")
        let file = clinux_open(path.cString, O_RDWR)
        guard file >= 0 else { return }
        _ = value.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, offset) }
        close(file)
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
