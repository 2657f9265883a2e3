import CLinux

/// Writes to RAM disks (brd) past the page cache, in calls that look at no signal between pages: each page is taken in the caller's name with GFP_NOIO.
///
/// What it holds: pages of the RAM disks, which belong to no process and no group, and `anonymous` bytes of its own. What frees it: nothing but the
/// removal of the module, for the disks; the reaper or the end of the process for the rest.
///
/// - `Crew`'s arguments; an endless one goes through all sixteen disks of 16 MiB.
/// - `chunk`: bytes of one pwrite(2) (4 MiB).
/// - `anonymous`: anonymous memory that the leader takes first (0).
struct RamDisk {
    /// What a disk has where nobody says otherwise (CONFIG_BLK_DEV_RAM_SIZE), and how many there are.
    private static let diskSize = 16 << 20
    private static let disks = 16
    private static let direct: Int32 = 0x4000

    private let arguments: Arguments
    private let crew: Crew
    private let chunk: Int
    private let diskNumber: UnsafeMutablePointer<Int32>

    init(_ arguments: Arguments) {
        self.arguments = arguments
        crew = Crew(arguments)
        chunk = min(arguments.number("chunk") ?? 4 << 20, RamDisk.diskSize)
        diskNumber = .allocate(capacity: 1)
        diskNumber.pointee = -1
    }

    func run() -> Never {
        if let size = arguments.number("anonymous"), size > 0 { Hoard(arguments).fill(size) }
        let data = zeros(chunk)
        let itself = self
        crew.run { share in
            var left = share ?? .max
            while left > 0, let disk = itself.nextDisk() {
                left -= itself.fill(disk, data, atMost: min(left, RamDisk.diskSize))
                close(disk)
            }
        }
    }

    /// The next disk that nobody writes to yet; `nil` after the last.
    private func nextDisk() -> Int32? {
        let number = Int(clinux_add(diskNumber, 1))
        guard number < RamDisk.disks else { return nil }
        var path = CText("/dev/ram")
        path.append(number)
        let disk = clinux_open(path.cString, O_RDWR | RamDisk.direct)
        guard disk >= 0 else { fail("open", path.cString) }
        return disk
    }

    /// How many bytes it wrote. A write that fails ends only this disk: it is a victim's, which gets no more pages.
    private func fill(_ disk: Int32, _ data: UnsafeMutableRawPointer, atMost size: Int) -> Int {
        var offset = 0
        while offset < size {
            let count = pwrite(disk, data, min(chunk, size - offset), offset)
            guard count > 0 else { return size }
            offset += count
        }
        return offset
    }
}
