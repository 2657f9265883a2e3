import CLinux

/// What a workload says when a call of its fails: one message of this length, `E`, the errno and then the text.
enum Complaint {
    static let size = 128
    static let mark = UInt8(ascii: "E")

    /// Lays a complaint about `call` out in `area`, which has room for one.
    static func put(_ call: StaticString, _ errno: Int32, into area: UnsafeMutableRawPointer) {
        memset(area, 0, size)
        area.storeBytes(of: mark, as: UInt8.self)
        area.storeBytes(of: errno, toByteOffset: 1, as: Int32.self)
        memcpy(area + 5, call.utf8Start, min(call.utf8CodeUnitCount, size - 6))
    }

    /// The errno and the text of a complaint in `area`.
    static func read(_ area: UnsafeMutableRawPointer) -> (errno: Int32, text: UnsafeRawBufferPointer) {
        area.storeBytes(of: 0, toByteOffset: size - 1, as: UInt8.self)
        let text = area + 5
        return (
            area.loadUnaligned(fromByteOffset: 1, as: Int32.self),
            UnsafeRawBufferPointer(start: text, count: strlen(text.assumingMemoryBound(to: CChar.self)))
        )
    }
}
