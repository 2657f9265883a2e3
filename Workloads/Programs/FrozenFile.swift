import CLinux

/// A page of a file on a file system of one's own (`Disk`), mapped shared: whoever writes to it while the file system is frozen waits, and nothing wakes it but the thaw.
struct FrozenFile {
    /// The page, mapped for reading and writing and read once.
    let page: UnsafeMutableRawPointer

    /// Makes the file system and the file. The page is clean, so that the first write to it has to ask the file system.
    init(_ arguments: Arguments) {
        var path = CText()
        path.append(Disk(arguments).folder.cString)
        path.append("/file")
        let file = clinux_open(path.cString, O_RDWR | O_CREAT)
        guard file >= 0, pwrite(file, zeros(pageSize), pageSize, 0) == pageSize, fsync(file) == 0,
            let page = clinux_map(pageSize, MAP_SHARED, file)
        else { fail("make and map", path.cString) }
        self.page = page
        sink = page.load(as: UInt8.self)
    }
}

/// Freezes the file system of another process (FIFREEZE), as a backup does for its snapshot, and thaws it (FITHAW).
///
/// - `target`: the role of a process with a `Disk`.
/// - `hold`: how long it stays frozen.
struct FSFreezer {
    // _IOWR('X', …, int): the macros are beyond Swift's importer.
    private static let freeze: UInt = 0xc004_5877
    private static let thaw: UInt = 0xc004_5878

    let arguments: Arguments

    func run() -> Never {
        guard let target = arguments.text("target") else { fail("no target", errno: 0, status: 64) }
        let folder = clinux_open(CText.folder(of: target).cString, O_RDONLY)
        guard folder >= 0 else { fail("open the folder of", target) }
        guard clinux_ioctl(folder, FSFreezer.freeze, nil) == 0 else { fail("ioctl FIFREEZE on the folder of", target) }
        Threads.reportReady()
        Threads.sleep(ns: arguments.number("hold") ?? 6_000_000_000)
        guard clinux_ioctl(folder, FSFreezer.thaw, nil) == 0 else { fail("ioctl FITHAW on the folder of", target) }
        Threads.sleepForever()
    }
}
