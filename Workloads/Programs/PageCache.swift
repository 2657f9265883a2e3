import CLinux

/// Fills the page cache with the pages of a file on ext4 (`Disk`).
///
/// What it holds: `file` pages in memory.stat; those read are clean and can be reclaimed at once, those written have to reach the disk first, and those
/// locked stay. Who is charged: the group of the process that brings a page in. What frees it: reclaim, or removing the file; the OOM killer frees none.
///
/// - `Crew`'s arguments; an endless one goes through a file of 64 GiB (`read`, `lock`) or over 96 MiB of the disk again and again (`write`).
/// - `act`: `read` (the default: a file that is one hole), `write` (dirty pages) or `lock` (mapped and locked).
struct PageCache {
    private enum Act {
        case read, write, lock
    }

    /// Bytes of the disk that an endless writer goes over: there is room for all of them at once.
    private static let room = 96 << 20

    private let crew: Crew
    private let act: Act
    private let disk: Disk
    private let role: UnsafePointer<CChar>
    private let fileNumber: UnsafeMutablePointer<Int32>

    init(_ arguments: Arguments) {
        crew = Crew(arguments)
        disk = Disk(arguments)
        role = arguments.role
        fileNumber = .allocate(capacity: 1)
        fileNumber.pointee = 0
        switch arguments.word("act", otherwise: "read") {
        case "write": act = .write
        case "lock": act = .lock
        default: act = .read
        }
    }

    func run() -> Never {
        let itself = self
        crew.run { share in
            let file = itself.makeFile()
            switch itself.act {
            case .read: itself.readThrough(file, share ?? 64 << 30)
            case .write: itself.overwrite(file, share)
            case .lock: itself.lock(file, share ?? 64 << 30)
            }
        }
    }

    private func makeFile() -> Int32 {
        var path = CText()
        path.append(disk.folder.cString)
        path.append("/")
        path.append(Int(clinux_add(fileNumber, 1)))
        let file = clinux_open(path.cString, O_RDWR | O_CREAT)
        guard file >= 0 else { fail("open", path.cString) }
        return file
    }

    private func readThrough(_ file: Int32, _ size: Int) {
        guard ftruncate(file, size) == 0 else { fail("ftruncate", bytes: size) }
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: 64 << 10, alignment: 8)
        var offset = 0
        while offset < size {
            let count = pread(file, buffer, min(64 << 10, size - offset), offset)
            guard count > 0 else { fail("pread") }
            offset += count
        }
    }

    private func overwrite(_ file: Int32, _ share: Int?) {
        let data = zeros(64 << 10)
        // The threads of an endless one share what there is room for; more than that doesn't fit, and pwrite says so.
        let size = share ?? PageCache.room / max(crew.workers, 1)
        repeat {
            var offset = 0
            while offset < size {
                let count = pwrite(file, data, min(64 << 10, size - offset), offset)
                guard count > 0 else { fail("pwrite") }
                offset += count
            }
        } while share == nil
    }

    private func lock(_ file: Int32, _ size: Int) {
        guard ftruncate(file, size) == 0 else { fail("ftruncate", bytes: size) }
        // A piece at a time, so that a charge that fails is one page fault and not one mlock of everything.
        let piece = 1 << 20
        var offset = 0
        while offset < size {
            let length = min(piece, size - offset)
            guard let start = clinux_map_file(length, file, offset), mlock(start, length) == 0 else {
                fail("mmap and mlock", bytes: length)
            }
            offset += length
        }
    }
}
