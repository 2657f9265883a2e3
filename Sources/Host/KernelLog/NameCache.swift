/// Strings of the names that come again and again (counters, columns, functions), so that a log of many reports makes each of them
/// once. A place for each hash: what doesn't fit in is made anew.
struct NameCache {
    private var places: [String] = []

    private static let count = 1024
    /// Bytes of the longest name that is kept.
    private static let longest = 48

    init() {}

    /// The name as a string.
    mutating func string(_ name: Text) -> String {
        guard name.count > 0, name.count <= Self.longest else { return name.string(limit: 128) }
        if places.isEmpty { places = [String](repeating: "", count: Self.count) }
        var hash: UInt32 = 0x811c_9dc5
        for index in 0..<name.count { hash = (hash ^ UInt32(name.base[index])) &* 0x0100_0193 }
        let place = Int((hash ^ hash >> 15) & UInt32(Self.count - 1))
        if Self.matches(places[place], name) { return places[place] }
        let made = name.string()
        places[place] = made
        return made
    }

    private static func matches(_ string: String, _ name: Text) -> Bool {
        guard string.utf8.count == name.count else { return false }
        return string.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { Text(base: $0, count: bytes.count).equals(name) } ?? false
        } ?? false
    }
}
