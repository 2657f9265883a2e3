import CLinux

/// Anonymous memory, and how it is taken.
struct Hoard {
    private static let hugePageSize = 2 << 20
    /// An endless hoard maps this much at a time.
    private static let endlessRegion = 64 << 20
    /// A locked or slowed hoard goes on by this much.
    private static let piece = 256 << 10

    private enum Kind {
        case shared, locked, priv
    }

    private let isHuge: Bool
    private let kind: Kind
    private let pauseNs: Int

    /// - `touch`: `page` (the default; without huge pages) or `huge`.
    /// - `memory`: `private` (the default), `shared` or `locked`.
    /// - `rate`: bytes a second for each working thread; unbounded where it is missing.
    /// - `node`: the only NUMA node to take pages from; any where it is missing.
    init(_ arguments: Arguments) {
        isHuge = arguments.word("touch", otherwise: "page") == "huge"
        switch arguments.word("memory", otherwise: "private") {
        case "shared": kind = .shared
        case "locked": kind = .locked
        default: kind = .priv
        }
        let rate = arguments.number("rate") ?? 0
        pauseNs = rate > 0 ? Hoard.piece * 1_000_000_000 / rate : 0
        if let node = arguments.number("node") { Hoard.bind(toNode: node) }
    }

    /// Takes `share` bytes; without a share it never returns. A process that gets less leaves.
    func fill(_ share: Int?) {
        let size = share ?? Hoard.endlessRegion
        repeat {
            guard size > 0 else { return }
            touch(map(size), size)
        } while share == nil
    }

    /// set_mempolicy(MPOL_BIND), which threads and children inherit.
    private static func bind(toNode node: Int) {
        var mask = UInt(1) << UInt(node & 63)
        let failure = withUnsafePointer(to: &mask) {
            clinux_call(Int(SYS_set_mempolicy), 2, Int(bitPattern: $0), 65, 0, 0)
        }
        if failure != 0 { fail("set_mempolicy") }
    }

    private func map(_ size: Int) -> UnsafeMutableRawPointer {
        let slack = isHuge ? Hoard.hugePageSize : 0
        let flags = MAP_ANONYMOUS | MAP_NORESERVE | (kind == .shared ? MAP_SHARED : MAP_PRIVATE)
        guard let start = clinux_map(size + slack, flags, -1) else { fail("mmap", bytes: size) }
        let address = Int(bitPattern: start)
        let aligned = start + (slack == 0 ? 0 : (slack - address % slack) % slack)
        // Debian's kernels give huge pages to everyone: a page-wise hoard has to refuse them.
        let refused = madvise(aligned, size, isHuge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
        if refused != 0, isHuge { fail("madvise MADV_HUGEPAGE", bytes: size) }
        return aligned
    }

    /// EAGAIN is a page that could not be brought in at once: the mapping is locked all the same, and the touch brings it in.
    private func lock(_ start: UnsafeMutableRawPointer, _ size: Int) {
        if mlock(start, size) != 0, clinux_errno() != EAGAIN { fail("mlock", bytes: size) }
    }

    private func touch(_ region: UnsafeMutableRawPointer, _ size: Int) {
        var offset = 0
        while offset < size {
            let end = min(offset + Hoard.piece, size)
            if kind == .locked { lock(region + offset, end - offset) }
            while offset < end {
                (region + offset).storeBytes(of: 1, as: UInt8.self)
                offset += pageSize
            }
            Threads.sleep(ns: pauseNs)
        }
    }
}
