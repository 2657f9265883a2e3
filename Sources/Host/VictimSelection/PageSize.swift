import KernelLog

/// The size of a page on the machine that wrote a report.
public struct PageSize: Sendable, Equatable {
    /// In kB.
    public let kilobytes: Int
    /// False where the log doesn't tell and 4 kB are taken.
    public let isKnown: Bool

    /// From a size that the report states in pages and in kB: the victim's address space, or free memory.
    public init(_ report: OOMReport) {
        for victim in report.victims {
            guard let kilobytes = victim.totalVMKB, let pages = report.task(pid: victim.pid)?.totalVM, pages > 0,
                let size = kilobytes.over(pages), size.times(pages) == kilobytes, Self.sizes.contains(size)
            else { continue }
            self.kilobytes = size
            isKnown = true
            return
        }
        let nodes = report.memory?.nodes ?? []
        let kilobytes = nodes.reduce(0) {
            $0.plus($1.kilobytes["inactive_anon"] ?? 0).plus($1.kilobytes["active_anon"] ?? 0)
        }
        let counters = report.memory?.pages ?? []
        let pages = (counters["inactive_anon"] ?? 0).plus(counters["active_anon"] ?? 0)
        if pages > 0, let size = kilobytes.over(pages), size.times(pages) == kilobytes, Self.sizes.contains(size) {
            self.kilobytes = size
            isKnown = true
        } else {
            self.kilobytes = 4
            isKnown = false
        }
    }

    /// The page sizes that Linux runs with.
    private static let sizes: Set<Int> = [4, 8, 16, 64, 256]
}
