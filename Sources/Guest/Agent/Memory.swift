import CLinux

extension UnsafeMutableRawBufferPointer {
    /// Whether `text` stands at `offset`.
    func holds(_ text: StaticString, at offset: Int = 0) -> Bool {
        guard let start = baseAddress, offset >= 0, offset &+ text.utf8CodeUnitCount <= count else { return false }
        return memcmp(start + offset, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// Copies `source` to `offset`; what doesn't fit is left out.
    func put(_ source: UnsafeRawBufferPointer, at offset: Int = 0) {
        guard let start = baseAddress, let from = source.baseAddress, offset >= 0, offset <= count else { return }
        memcpy(start + offset, from, Swift.min(source.count, count &- offset))
    }
}
