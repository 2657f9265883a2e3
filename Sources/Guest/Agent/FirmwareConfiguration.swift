import CLinux
import GuestProtocolEmbedded

/// Reads QEMU's fw_cfg device through its two ports: how the plan comes in, without a driver.
enum FirmwareConfiguration {
    private static let selectorPort: UInt16 = 0x510
    private static let dataPort: UInt16 = 0x511
    private static let fileDirectory: UInt16 = 0x19
    /// An entry of the directory: big-endian size and selector, and a name.
    private static let entrySize = 64

    /// The content of the file `name`, or `nil` where the host gave none. Larger files than `limit` bytes are refused.
    static func file(_ name: StaticString, limit: Int = 1 << 20) -> Bytes? {
        outw(fileDirectory, selectorPort)
        var head = Bytes(repeating: 0, count: 4)
        read(into: &head)
        var entry = Bytes(repeating: 0, count: entrySize)
        for _ in 0..<min(bigEndian(head, 0, 4), 4096) {
            read(into: &entry)
            guard matches(entry, name) else { continue }
            let size = bigEndian(entry, 0, 4)
            guard size <= limit else { return nil }
            outw(UInt16(truncatingIfNeeded: bigEndian(entry, 4, 2)), selectorPort)
            var content = Bytes(repeating: 0, count: size)
            read(into: &content)
            return content
        }
        return nil
    }

    private static func read(into bytes: inout Bytes) {
        bytes.withUnsafeMutableBytes { insb(dataPort, $0.baseAddress, UInt($0.count)) }
    }

    private static func bigEndian(_ bytes: Bytes, _ offset: Int, _ length: Int) -> Int {
        var value = 0
        for index in offset..<(offset + length) { value = value << 8 | Int(bytes[index]) }
        return value
    }

    private static func matches(_ entry: Bytes, _ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard count < entrySize - 8, entry[8 + count] == 0 else { return false }
        var entry = entry
        return entry.withUnsafeMutableBytes { $0.holds(name, at: 8) }
    }
}
