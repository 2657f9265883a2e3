/// The version of a Debian package, `[epoch:]upstream[-revision]`, in Debian's order (deb-version(7)): part by part; in a part digits by value, `~` before everything,
/// letters before signs.
struct DebianVersion: Comparable {
    let text: String
    private let epoch, upstream, revision: ArraySlice<UInt8>

    init(_ text: String) {
        self.text = text
        var rest = Array(text.utf8)[...]
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            epoch = rest[..<colon]
            rest = rest[(colon + 1)...]
        } else {
            epoch = []
        }
        // The upstream version may have hyphens of its own.
        if let hyphen = rest.lastIndex(of: UInt8(ascii: "-")) {
            upstream = rest[..<hyphen]
            revision = rest[(hyphen + 1)...]
        } else {
            upstream = rest
            revision = []
        }
    }

    static func == (left: DebianVersion, right: DebianVersion) -> Bool { !(left < right) && !(right < left) }

    static func < (left: DebianVersion, right: DebianVersion) -> Bool {
        for part in [\DebianVersion.epoch, \.upstream, \.revision] {
            if precedes(left[keyPath: part], right[keyPath: part]) { return true }
            if precedes(right[keyPath: part], left[keyPath: part]) { return false }
        }
        return false
    }

    private static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        var (first, second) = (left, right)
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
