import CLinux

/// One thread's share of memory, and how it is taken.
struct Hoard {
    private static let pageSize = 4096
    private static let hugePageSize = 2 << 20
    /// An endless hoard maps this much at a time.
    private static let endlessRegion = 64 << 20
    /// A locked or slowed hoard goes on by this much.
    private static let piece = 256 << 10

    private enum Kind {
        case shared, locked, priv
    }

    /// Whether it goes on until the kernel ends it.
    let isEndless: Bool
    private let share: Int
    private let isHuge: Bool
    private let kind: Kind
    private let pauseNs: Int

    init(_ arguments: Arguments, workers: Int) {
        let size = arguments.number("size")
        isEndless = size == nil
        let pages = (size ?? 0) / workers / Hoard.pageSize
        share = size == nil ? Hoard.endlessRegion : pages * Hoard.pageSize
        isHuge = arguments.word("touch", otherwise: "page") == "huge"
        switch arguments.word("memory", otherwise: "private") {
        case "shared": kind = .shared
        case "locked": kind = .locked
        default: kind = .priv
        }
        let rate = arguments.number("rate") ?? 0
        pauseNs = rate > 0 ? Hoard.piece * 1_000_000_000 / rate : 0
    }

    /// Takes the share; an endless one returns only when the kernel maps nothing more.
    func fill() {
        repeat {
            guard share > 0, let region = map() else { return }
            touch(region)
        } while isEndless
    }

    private func map() -> UnsafeMutableRawPointer? {
        let slack = isHuge ? Hoard.hugePageSize : 0
        let flags = MAP_ANONYMOUS | MAP_NORESERVE | (kind == .shared ? MAP_SHARED : MAP_PRIVATE)
        guard let start = clinux_map(share + slack, flags, -1) else { return nil }
        let address = Int(bitPattern: start)
        let aligned = start + (slack == 0 ? 0 : (slack - address % slack) % slack)
        // Debian's kernels give huge pages to everyone: a page-wise hoard has to refuse them.
        madvise(aligned, share, isHuge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
        return aligned
    }

    private func touch(_ region: UnsafeMutableRawPointer) {
        var offset = 0
        while offset < share {
            let end = min(offset + Hoard.piece, share)
            if kind == .locked { mlock(region + offset, end - offset) }
            while offset < end {
                (region + offset).storeBytes(of: 1, as: UInt8.self)
                offset += Hoard.pageSize
            }
            Threads.sleep(ns: pauseNs)
        }
    }
}
