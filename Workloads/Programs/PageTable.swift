import CLinux

/// Takes page tables and nothing else: reads one page of every 2 MiB, which maps the kernel's zero page through a page table of its own.
///
/// What it holds: `size` bytes of page tables (VmPTE, `pagetables` in memory.stat where there is such a field), with no RSS. Who is charged: its own group.
/// What frees it: the end of the mm alone; the reaper unmaps pages and leaves the tables.
///
/// `Crew`'s arguments; `size` counts the tables of the lowest level.
struct PageTable {
    private static let span = 2 << 20
    /// Address space that is mapped at a time: 32 MiB of tables.
    private static let region = 16 << 30

    private let crew: Crew

    init(_ arguments: Arguments) { crew = Crew(arguments) }

    func run() -> Never {
        crew.run { share in
            var left = (share ?? .max) / pageSize
            while left > 0 {
                let start = zeros(PageTable.region)
                var offset = (PageTable.span - Int(bitPattern: start) % PageTable.span) % PageTable.span
                while offset + pageSize <= PageTable.region, left > 0 {
                    sink = (start + offset).load(as: UInt8.self)
                    offset += PageTable.span
                    left -= 1
                }
            }
        }
    }
}

/// Where values go that are read for the reading's sake. Nobody reads it, so that threads may overwrite one another's.
nonisolated(unsafe) var sink: UInt8 = 0
