import CLinux

/// Takes shared memory: files that live in memory.
///
/// What it holds: shmem pages (ramfs: page cache that can't be reclaimed). Who is charged: the group of the process that touches a page first. What frees
/// it: removing the file, or for a memfd the end of the last process that has it open or mapped; the OOM reaper and the victim's death free none of the
/// others.
///
/// - `Crew`'s arguments.
/// - `kind`: `memfd` (the default), `tmpfs` and `ramfs` (a mount of its own), or `sysv`.
/// - `map`: 1 (the default) to map the pages, which makes them RSS of the process; 0 to write them through write(2) (`sysv`: to detach again).
/// - `holder`: a role that is given a copy of every file.
struct Shmem {
    private enum Kind {
        case memfd, tmpfs, ramfs, sysv
    }

    /// Files and segments have at most this size.
    private static let region = 64 << 20
    private static let memfdName: StaticString = "oomlab"

    private let crew: Crew
    private let copies: Copies
    private let kind: Kind
    private let isMapped: Bool
    private let folder: CText
    private let fileNumber: UnsafeMutablePointer<Int32>

    init(_ arguments: Arguments) {
        crew = Crew(arguments)
        copies = Copies(arguments)
        isMapped = arguments.number("map") != 0
        let folder = CText.folder(of: arguments.role)
        fileNumber = .allocate(capacity: 1)
        fileNumber.pointee = 0
        switch arguments.word("kind", otherwise: "memfd") {
        case "tmpfs": kind = .tmpfs
        case "ramfs": kind = .ramfs
        case "sysv": kind = .sysv
        default: kind = .memfd
        }
        self.folder = folder
    }

    func run() -> Never {
        let itself = self
        let data = zeros(64 << 10)
        if kind == .tmpfs { mountHere("tmpfs", options: CText("size=0").cString) }
        if kind == .ramfs { mountHere("ramfs", options: nil) }
        crew.run { share in
            var left = share ?? .max
            while left > 0 {
                let size = min(left, Shmem.region)
                if itself.kind == .sysv { itself.takeSegment(size) } else { itself.takeFile(size, data) }
                if share != nil { left -= size }
            }
        }
    }

    private func mountHere(_ type: StaticString, options: UnsafePointer<CChar>?) {
        mkdir(folder.cString, 0o755)
        let failure = mount(type.cString, folder.cString, type.cString, 0, options)
        if failure != 0 { fail("mount on", folder.cString) }
    }

    private func takeFile(_ size: Int, _ data: UnsafeMutableRawPointer) {
        let file = makeFile()
        guard file >= 0 else { fail("make a file") }
        copies.keep(file)
        if isMapped {
            guard ftruncate(file, size) == 0, let start = clinux_map(size, MAP_SHARED, file) else {
                fail("mmap", bytes: size)
            }
            touch(start, size)
            return
        }
        var written = 0
        while written < size {
            let count = write(file, data, min(64 << 10, size - written))
            // A charge that fails after the OOM killer has chosen someone else is tried again.
            if count < 0, clinux_errno() != ENOMEM { fail("write", bytes: size) }
            if count < 0 { Threads.sleep(ns: 1_000_000) } else { written += count }
        }
    }

    private func makeFile() -> Int32 {
        if kind == .memfd { return memfd_create(Shmem.memfdName.cString, UInt32(MFD_CLOEXEC)) }
        var path = CText()
        path.append(folder.cString)
        path.append("/")
        path.append(Int(clinux_add(fileNumber, 1)))
        return clinux_open(path.cString, O_RDWR | O_CREAT)
    }

    private func takeSegment(_ size: Int) {
        let segment = shmget(IPC_PRIVATE, size, IPC_CREAT | 0o600)
        guard segment >= 0, let start = clinux_attach_segment(segment) else {
            fail("shmget and shmat", bytes: size)
        }
        touch(start, size)
        if !isMapped { shmdt(start) }
    }

    private func touch(_ start: UnsafeMutableRawPointer, _ size: Int) {
        var offset = 0
        while offset < size {
            (start + offset).storeBytes(of: 1, as: UInt8.self)
            offset += pageSize
        }
    }
}
