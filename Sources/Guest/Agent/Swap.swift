import CLinux

/// Swap on a disk of compressed memory: the module makes `/dev/zram0`, and what mkswap(8) would write is one page.
enum Swap {
    private static let disk: StaticString = "/dev/zram0"
    private static let pageSize = 4096
    private static let signature: StaticString = "SWAPSPACE2"

    /// Gives the disk its size, writes the header and turns it on. What fails is recorded as trouble.
    static func turnOn(bytes: UInt64, _ records: RecordFile) {
        var size = Text(capacity: 24)
        size.append(decimal: Int(truncatingIfNeeded: bytes))
        let sized = Files.write(size.raw, to: ("/sys/block/zram0/disksize" as StaticString).cString)
        if sized != 0 { return records.trouble("size of the swap disk", errno: -sized) }
        let written = writeHeader(pages: Int(truncatingIfNeeded: bytes) / pageSize)
        if written != 0 { return records.trouble("header of the swap disk", errno: written) }
        if swapon(disk.cString, 0) != 0 { records.trouble("swapon", errno: clinux_errno()) }
    }

    /// union swap_header of include/linux/swap.h: the version and the last page behind 1024 bytes, the signature at the page's end.
    private static func writeHeader(pages: Int) -> Int32 {
        let file = clinux_open(disk.cString, O_WRONLY)
        guard file >= 0 else { return clinux_errno() }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(byteCount: pageSize, alignment: 8) { page in
            guard let start = page.baseAddress else { return ENOMEM }
            memset(start, 0, pageSize)
            start.storeBytes(of: 1, toByteOffset: 1024, as: UInt32.self)
            start.storeBytes(of: UInt32(truncatingIfNeeded: pages - 1), toByteOffset: 1028, as: UInt32.self)
            memcpy(start + pageSize - signature.utf8CodeUnitCount, signature.utf8Start, signature.utf8CodeUnitCount)
            return write(file, start, pageSize) == pageSize ? 0 : EIO
        }
    }
}
