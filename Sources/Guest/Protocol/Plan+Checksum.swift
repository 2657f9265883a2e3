extension Plan {
    /// What a guest's greeting says about the plan that it read: `Frame.checksum` over the bytes as words, the last one padded with zeros.
    public static func checksum(of bytes: Bytes) -> UInt32 {
        var sum = Frame.checksumSeed
        var index = 0
        while index < bytes.count {
            var word: UInt64 = 0
            for offset in 0..<min(8, bytes.count - index) {
                word |= UInt64(bytes[index + offset]) << UInt64(8 * offset)
            }
            sum = Frame.checksum(sum, adding: word)
            index += 8
        }
        return Frame.stored(checksum: sum)
    }
}
