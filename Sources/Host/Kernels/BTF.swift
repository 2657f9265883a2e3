/// The kernel's own description of its types: the `.BTF` section (Documentation/bpf/btf.rst). As much of it as says where a member of a struct lies.
struct BTF {
    /// Why a section tells nothing.
    struct Flaw: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// A member as it is stored: the offset of its name, the id of its type, and its place in bits.
    private struct Member {
        let name: Int
        let type: Int
        let bitOffset: Int
    }

    private let file: LittleEndian<[UInt8]>
    private let strings: Range<Int>
    /// Where each type's description begins, by its id; id 0 is void, which has none.
    private let types: [Int]

    /// Finds the types in the bytes of a section. Throws `Flaw` where they are none.
    init(_ section: [UInt8]) throws(Flaw) {
        file = LittleEndian(section)
        guard file.integer(UInt16.self, at: 0) == BTF.magic else { throw Flaw(description: "its BTF has no header") }
        guard let headerSize = file.integer(UInt32.self, at: 4).map(Int.init),
            let typesRange = BTF.range(file, at: 8, after: headerSize),
            let stringsRange = BTF.range(file, at: 16, after: headerSize)
        else { throw Flaw(description: "its BTF is cut off") }
        strings = stringsRange
        types = try BTF.index(file, typesRange)
    }

    /// Bytes from the beginning of `struct name` to its member `member`, which may be in a struct or union without a name inside it. `nil` where there is
    /// none, or where it is no whole number of bytes.
    func offset(of member: String, inStruct name: String) -> Int? {
        for type in types.dropFirst() where kind(type) == .structure && hasName(type, name) {
            guard let bits = bitOffset(of: member, in: type, depth: 0) else { continue }
            return bits.isMultiple(of: 8) ? bits / 8 : nil
        }
        return nil
    }

    private func bitOffset(of member: String, in type: Int, depth: Int) -> Int? {
        for candidate in members(type) {
            if candidate.name != 0 {
                if text(candidate.name, is: member) { return candidate.bitOffset }
            } else if depth < 8, types.indices.contains(candidate.type) {
                let inside = bitOffset(of: member, in: types[candidate.type], depth: depth + 1)
                if let inside { return candidate.bitOffset + inside }
            }
        }
        return nil
    }

    private func members(_ type: Int) -> [Member] {
        guard let kind = kind(type), kind == .structure || kind == .union,
            let information = file.integer(UInt32.self, at: type + 4)
        else { return [] }
        // With the kind flag, the upper byte is a bit field's size.
        let mask: UInt32 = information >> 31 == 1 ? 0xff_ffff : .max
        return (0..<BTF.count(information)).compactMap { index in
            let at = type + BTF.headSize + 12 * index
            guard let name = file.integer(UInt32.self, at: at), let type = file.integer(UInt32.self, at: at + 4),
                let offset = file.integer(UInt32.self, at: at + 8)
            else { return nil }
            return Member(name: Int(name), type: Int(type), bitOffset: Int(offset & mask))
        }
    }

    private func kind(_ type: Int) -> Kind? {
        file.integer(UInt32.self, at: type + 4).flatMap { Kind(rawValue: UInt8($0 >> 24 & 0x1f)) }
    }

    private func hasName(_ type: Int, _ name: String) -> Bool {
        file.integer(UInt32.self, at: type).map { text(Int($0), is: name) } ?? false
    }

    private func text(_ offset: Int, is text: String) -> Bool {
        let start = strings.lowerBound + offset
        let count = text.utf8.count
        guard start + count < strings.upperBound, file.bytes[start + count] == 0 else { return false }
        return file.bytes[start..<start + count].elementsEqual(text.utf8)
    }
}

extension BTF {
    private static let magic: UInt16 = 0xeb9f
    /// Name, information, and size or type: every type begins with them.
    private static let headSize = 12

    /// The kinds of types of linux/btf.h.
    private enum Kind: UInt8 {
        case integer = 1
        case pointer, array, structure, union, enumeration, forward, typedef, volatile, constant, restrict, function
        case prototype, variable, dataSection, float, declarationTag, typeTag, enumeration64

        /// How many bytes follow a type's head.
        func tail(_ count: Int) -> Int {
            switch self {
            case .pointer, .forward, .typedef, .volatile, .constant, .restrict, .function, .float, .typeTag: 0
            case .integer, .variable, .declarationTag: 4
            case .array: 12
            case .enumeration, .prototype: 8 * count
            case .structure, .union, .dataSection, .enumeration64: 12 * count
            }
        }
    }

    /// The number of a type's members. Up to 16 bits; those above were unused, and are zero where they still are.
    private static func count(_ information: UInt32) -> Int { Int(information & 0xff_ffff) }

    private static func range(_ file: LittleEndian<[UInt8]>, at field: Int, after headerSize: Int) -> Range<Int>? {
        guard let offset = file.integer(UInt32.self, at: field), let size = file.integer(UInt32.self, at: field + 4)
        else { return nil }
        let start = headerSize + Int(offset)
        return start + Int(size) <= file.count ? start..<start + Int(size) : nil
    }

    private static func index(_ file: LittleEndian<[UInt8]>, _ range: Range<Int>) throws(Flaw) -> [Int] {
        var types = [0]
        var at = range.lowerBound
        while at + headSize <= range.upperBound, let information = file.integer(UInt32.self, at: at + 4) {
            let raw = UInt8(information >> 24 & 0x1f)
            guard let kind = Kind(rawValue: raw) else { throw Flaw(description: "its BTF has types of a kind \(raw)") }
            types.append(at)
            at += headSize + kind.tail(count(information))
        }
        guard at == range.upperBound else { throw Flaw(description: "its BTF is cut off") }
        return types
    }
}
