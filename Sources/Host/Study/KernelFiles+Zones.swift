import Vocabulary

extension KernelFiles {
    /// A zone's place: `Node 0, zone DMA32`.
    public struct ZoneName: Hashable, Sendable {
        /// Node number.
        public let node: Int
        /// DMA, DMA32, Normal, Movable, Device.
        public let name: String

        /// A zone of a node.
        public init(node: Int, name: String) {
            self.node = node
            self.name = name
        }

        /// Reads the head of a zone's line in `/proc/zoneinfo` and `/proc/buddyinfo`: "Node 0, zone    DMA32 …".
        init?(_ line: Substring) {
            let words = line.split(separator: " ", maxSplits: 4)
            guard words.count >= 4, words[0] == "Node", words[2] == "zone", let node = Int(words[1].dropLast()) else {
                return nil
            }
            self.init(node: node, name: String(words[3]))
        }
    }

    /// One zone by `/proc/zoneinfo`, in pages.
    public struct Zone: Equatable, Sendable {
        /// Which.
        public let zone: ZoneName
        /// Free pages.
        public var free: UInt64 = 0
        /// The min watermark without a boost. Up to 5.18 the file doesn't show the boost, and this one holds it.
        public var min: UInt64 = 0
        /// Free pages on the CPUs' own lists (`count:` of the pagesets), which `free` leaves out.
        public var onCPULists: UInt64 = 0
        /// Pages reserved for atomic allocations of high order; `nil` where the file lacks them (shown in 7.3, not in 6.18).
        public var highatomic: UInt64?
        /// Pages that the allocator manages; a zone without any has watermarks too on newer kernels.
        var managed: UInt64 = 0
        private var boost: UInt64 = 0

        init(_ zone: ZoneName) { self.zone = zone }

        /// Reads a line below the zone's head: `pages free 3945`, `min 40`, `count: 0`.
        fileprivate mutating func read(_ line: Substring) {
            let words = line.split(separator: " ")
            guard let word = words.first, let value = words.last.flatMap({ UInt64($0) }) else { return }
            switch (word, words.count) {
            case ("pages", 3) where words[1] == "free": free = value
            case ("boost", 2): boost = value
            case ("min", 2): min = value.minus(boost)
            case ("managed", 2): managed = value
            case ("count:", 2): onCPULists = onCPULists.plus(value)
            case ("reserved_highatomic:", 2): highatomic = value
            default: break
            }
        }
    }

    /// The zones of `/proc/zoneinfo` that have pages.
    public static func zones(zoneinfo text: String) -> [Zone] {
        var zones: [Zone] = []
        for line in text.split(separator: "\n") {
            if let name = ZoneName(line) {
                zones.append(Zone(name))
            } else if let last = zones.indices.last {
                zones[last].read(line)
            }
        }
        return zones.filter { $0.managed > 0 }
    }

    /// Free pages of each zone by `/proc/buddyinfo`; `nil` where a count is nonsense.
    public static func zones(buddyinfo text: String) -> [(zone: ZoneName, free: UInt64)]? {
        var zones: [(ZoneName, UInt64)] = []
        for line in text.split(separator: "\n") {
            guard let name = ZoneName(line) else { continue }
            var free: UInt64 = 0
            for (order, count) in line.split(separator: " ").dropFirst(4).prefix(20).enumerated() {
                guard let count = UInt64(count), count < 1 << 32 else { return nil }
                free = free.plus(count << UInt64(order))
            }
            zones.append((name, free))
        }
        return zones
    }

    /// Free pages of all zones by `/proc/buddyinfo`.
    public static func freePages(buddyinfo text: String) -> UInt64? {
        guard let zones = zones(buddyinfo: text), !zones.isEmpty else { return nil }
        return zones.reduce(0) { $0.plus($1.free) }
    }
}
