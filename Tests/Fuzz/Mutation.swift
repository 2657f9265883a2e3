/// Mutations that know what a number and a text are, for libFuzzer's custom mutators: at the ends of their ranges is where arithmetic fails.
struct Mutation {
    private var state: UInt64
    static let numbers = [
        "0", "-1", "1", "-5", "65536", "4294967295", "2147483648", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551614", "18446744073709551615", "99999999999999999999999", "1e308",
        "-1e308", "5e-324", "0.1", "281474976710656",
    ]
    static let texts = [
        "", "\u{202e}x", "\\u001b[31m", "\u{9b}1m", "\\ud83d\\ude00", "</script>", "a,b", "=1+1", "|`*", "PASS", "hog",
    ]

    init(seed: UInt32) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1 }

    /// Less than `bound`.
    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return bound <= 1 ? 0 : Int(state % UInt64(bound))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[next(elements.count)] }

    /// Another number in the place of one of those in a text.
    mutating func replaceNumber(in bytes: inout [UInt8]) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard let start = place(in: bytes, where: isDigit) else { return }
        var low = start
        while low > 0, isDigit(bytes[low - 1]) { low -= 1 }
        var high = start
        while high < bytes.count, isDigit(bytes[high]) { high += 1 }
        bytes.replaceSubrange(low..<high, with: Array(pick(Mutation.numbers).utf8))
    }

    /// Another text in the place of one between quotes.
    mutating func replaceText(in bytes: inout [UInt8]) {
        guard let start = place(in: bytes, where: { $0 == UInt8(ascii: "\"") }),
            let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\""))
        else { return }
        bytes.replaceSubrange((start + 1)..<end, with: Array(pick(Mutation.texts).utf8))
    }

    /// What lies between two commas, once more or not at all.
    mutating func repeatOrDrop(in bytes: inout [UInt8], separator: UInt8) {
        guard let start = place(in: bytes, where: { $0 == separator }),
            let end = bytes[(start + 1)...].firstIndex(of: separator)
        else { return }
        if next(2) == 0 {
            bytes.insert(contentsOf: Array(bytes[start..<end]), at: end)
        } else {
            bytes.removeSubrange(start..<end)
        }
    }

    /// A place at random, or the next one behind it, that fits.
    private mutating func place(in bytes: [UInt8], where fits: (UInt8) -> Bool) -> Int? {
        guard !bytes.isEmpty else { return nil }
        let start = next(bytes.count)
        return bytes[start...].firstIndex(where: fits) ?? bytes[..<start].firstIndex(where: fits)
    }
}

/// libFuzzer's own mutations of bytes. C's way of passing these arguments is Swift's too.
@_silgen_name("LLVMFuzzerMutate")
private func libFuzzerMutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

/// Mutates libFuzzer's input as bytes of our own; `body` answers whether it did something.
func mutate(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32,
    _ body: (inout Mutation, inout [UInt8]) -> Bool
) -> Int {
    var mutation = Mutation(seed: seed)
    var bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard size > 0, body(&mutation, &bytes) else { return libFuzzerMutate(data, size, maximum) }
    let count = min(bytes.count, maximum)
    for index in 0..<count { data[index] = bytes[index] }
    return count
}

/// Whether an input is one in `part`, the same ones every time, and also one in each smaller power of two: for what takes long.
func isOne(in part: UInt32, _ bytes: [UInt8]) -> Bool {
    let hash = bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return (hash >> 16) % part == 0
}
