/// The version of a Debian package, in Debian's order: digits by value, `~` before everything, letters before signs.
struct DebianVersion: Comparable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: DebianVersion, right: DebianVersion) -> Bool { !(left < right) && !(right < left) }

    static func < (left: DebianVersion, right: DebianVersion) -> Bool {
        var first = Array(left.text.utf8)[...]
        var second = Array(right.text.utf8)[...]
        while !first.isEmpty || !second.isEmpty {
            while isSign(first.first) || isSign(second.first) {
                let weights = (weight(first.first), weight(second.first))
                if weights.0 != weights.1 { return weights.0 < weights.1 }
                first = first.dropFirst()
                second = second.dropFirst()
            }
            let numbers = (number(&first), number(&second))
            if numbers.0.count != numbers.1.count { return numbers.0.count < numbers.1.count }
            if numbers.0 != numbers.1 { return numbers.0.lexicographicallyPrecedes(numbers.1) }
        }
        return false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isSign(_ byte: UInt8?) -> Bool { byte.map { !isDigit($0) } ?? false }

    private static func weight(_ byte: UInt8?) -> Int {
        guard let byte, !isDigit(byte) else { return 0 }
        if byte == 126 { return -1 }
        let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
        return isLetter ? Int(byte) : Int(byte) + 256
    }

    /// Takes a run of digits, without leading zeros.
    private static func number(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = text.prefix(while: isDigit)
        text = text[digits.endIndex...]
        return digits.drop { $0 == 48 }
    }
}
