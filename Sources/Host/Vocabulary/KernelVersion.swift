/// A Linux kernel version as `uname -r` prints it, or the beginning of one.
///
/// `6.12` is a version without a patch level; `6.12.117+deb13-cloud-amd64` has the patch level 117 and the
/// suffix `+deb13-cloud-amd64`. Two versions are equal when they are written alike.
public struct KernelVersion: Hashable, Sendable {
    /// The first number: 6 in 6.12.117.
    public let major: Int
    /// The second number: 12 in 6.12.117.
    public let minor: Int
    /// The third number, or nil where none is written.
    public let patch: Int?
    /// What follows the numbers: `+deb13-cloud-amd64`, `-46-cloud-amd64`, `-rc4`, or nothing.
    public let suffix: String

    /// A version from its parts; a suffix is taken as it is.
    public init(major: Int, minor: Int, patch: Int? = nil, suffix: String = "") {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.suffix = suffix
    }

    /// The version without patch level and suffix: 6.12 of 6.12.117, the name of a release series.
    public var series: KernelVersion { KernelVersion(major: major, minor: minor) }

    /// The version without its suffix.
    public var numbers: KernelVersion { KernelVersion(major: major, minor: minor, patch: patch) }

    /// Whether `other` is this version or one of it: 6.12 contains 6.12.117, and 6.12.117 contains
    /// 6.12.117+deb13-cloud-amd64.
    public func contains(_ other: KernelVersion) -> Bool {
        other.cut(like: self) == self
    }

    /// This version with no more detail than `pattern` has, so that the two can be compared by prefix.
    func cut(like pattern: KernelVersion) -> KernelVersion {
        if !pattern.suffix.isEmpty { return self }
        return pattern.patch == nil ? series : numbers
    }
}

extension KernelVersion: Comparable {
    /// By numbers, then by suffix: `-rc1` before the release, `-9` before `-10`.
    public static func < (left: KernelVersion, right: KernelVersion) -> Bool {
        if left.major != right.major { return left.major < right.major }
        if left.minor != right.minor { return left.minor < right.minor }
        if left.patch != right.patch { return (left.patch ?? -1) < (right.patch ?? -1) }
        return precedes(left.suffix, right.suffix)
    }

    /// Orders suffixes: a release candidate first, then digits by value and everything else by byte.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        let candidates = (isCandidate(left), isCandidate(right))
        if candidates.0 != candidates.1 { return candidates.0 }
        var first = left.utf8[...]
        var second = right.utf8[...]
        while let a = first.first, let b = second.first {
            if isDigit(a), isDigit(b) {
                let x = takeNumber(&first)
                let y = takeNumber(&second)
                if x.count != y.count { return x.count < y.count }
                if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
            } else {
                if a != b { return a < b }
                first.removeFirst()
                second.removeFirst()
            }
        }
        if first.isEmpty != second.isEmpty { return first.isEmpty }
        // Equal in value, perhaps not in leading zeros: the order must agree with ==.
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func isCandidate(_ suffix: String) -> Bool {
        suffix.hasPrefix("-rc") || suffix.hasPrefix("~rc") || suffix.hasPrefix("rc")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// Takes a run of digits, without its leading zeros: longer is then larger, and no number overflows.
    private static func takeNumber(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = text.prefix(while: isDigit)
        text = text[digits.endIndex...]
        return digits.drop { $0 == 48 }
    }
}

extension KernelVersion: LosslessStringConvertible {
    /// Reads `6.12`, `6.12.117+deb13-cloud-amd64`, `5.10.0-46-cloud-amd64`, `7.2-rc4`; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        var rest = text[...]
        guard let major = Self.takeInt(&rest), rest.popFirst() == ".", let minor = Self.takeInt(&rest) else {
            return nil
        }
        var patch: Int?
        if rest.first == "." {
            rest.removeFirst()
            guard let number = Self.takeInt(&rest) else { return nil }
            patch = number
        }
        guard Self.isSuffix(rest) else { return nil }
        self.init(major: major, minor: minor, patch: patch, suffix: String(rest))
    }

    /// The version as it was written.
    public var description: String {
        let numbers = patch.map { "\(major).\(minor).\($0)" } ?? "\(major).\(minor)"
        return numbers + suffix
    }

    private static func takeInt(_ text: inout Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        // Nine digits fit everywhere, and keep `description` the text that was read.
        guard (1...9).contains(digits.utf8.count), digits == "0" || digits.first != "0" else { return nil }
        text = text[digits.endIndex...]
        return Int(digits)
    }

    /// A suffix has the bytes of a package or release name; no space, slash, comma or range mark.
    private static func isSuffix(_ text: Substring) -> Bool {
        if text.first == ".", let second = text.dropFirst().first, !second.isNumber { return false }
        if text.last == "." { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122: true
            case 43, 45, 46, 58, 95, 126: true  // + - . : _ ~
            default: false
            }
        }
    }
}

extension KernelVersion: Codable {
    /// Decodes a version from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let version = KernelVersion(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no kernel version")
        }
        self = version
    }

    /// Encodes the version as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
