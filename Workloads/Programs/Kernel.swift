import CLinux

/// Bytes of a page.
let pageSize = 4096

/// Memory that reads as zeros and costs nothing: nobody writes to it, so that it stays the kernel's zero page.
func zeros(_ size: Int) -> UnsafeMutableRawPointer {
    guard let start = clinux_map(size, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1) else {
        fail("mmap", bytes: size)
    }
    madvise(start, size, MADV_NOHUGEPAGE)
    return start
}

/// Both ends of what `make` makes: a pipe or a pair of sockets.
func pair(_ make: (UnsafeMutablePointer<Int32>) -> Int32) -> (Int32, Int32)? {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2) { ends in
        guard let start = ends.baseAddress, make(start) == 0 else { return nil }
        return (ends[0], ends[1])
    }
}

/// A path or another text that is put together once, and lives as long as the process.
struct CText {
    private(set) var start: UnsafeMutablePointer<CChar>
    private var count = 0
    private static let capacity = 512

    init(_ first: StaticString = "") {
        start = .allocate(capacity: CText.capacity)
        start[0] = 0
        append(first)
    }

    /// The folder of a process with this role, which others find by it too: `/tmp/ROLE`.
    static func folder(of role: UnsafePointer<CChar>) -> CText {
        var folder = CText("/tmp/")
        folder.append(role)
        return folder
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    mutating func append(_ text: UnsafePointer<CChar>) {
        var index = 0
        while text[index] != 0, count < CText.capacity - 1 {
            start[count] = text[index]
            count += 1
            index += 1
        }
        start[count] = 0
    }

    /// Appends `text` as far as its first `end`.
    mutating func append(_ text: UnsafePointer<CChar>, upTo end: Unicode.Scalar) {
        var index = 0
        while text[index] != 0, text[index] != CChar(truncatingIfNeeded: end.value), count < CText.capacity - 1 {
            start[count] = text[index]
            count += 1
            index += 1
        }
        start[count] = 0
    }

    mutating func append(_ number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0, count < CText.capacity - 1 {
            start[count] = CChar(48 + number / divisor % 10)
            count += 1
            divisor /= 10
        }
        start[count] = 0
    }

    /// The text so far, for the kernel.
    var cString: UnsafePointer<CChar> { UnsafePointer(start) }
}

/// Small files of the kernel.
enum SmallFile {
    /// Reads up to 16 KiB of `path` into a buffer that the next reading overwrites; `nil` where it can't be read.
    static func read(_ path: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>? {
        let file = clinux_open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let count = CLinux.read(file, buffer, capacity - 1)
        guard count >= 0 else { return nil }
        buffer[count] = 0
        return buffer
    }

    /// Writes `text` to `path`; whether the kernel took it.
    static func write(_ text: UnsafePointer<CChar>, to path: UnsafePointer<CChar>) -> Bool {
        let file = clinux_open(path, O_WRONLY)
        guard file >= 0 else { return false }
        defer { close(file) }
        return CLinux.write(file, text, strlen(text)) >= 0
    }

    private static let capacity = 16 << 10
    // One thread reads at a time: only the leader, and only while it sets things up.
    nonisolated(unsafe) private static let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
}

/// What the kernel says of the group that this process is in.
struct OwnGroup {
    private var current = CText("/sys/fs/cgroup")
    private var stat = CText("/sys/fs/cgroup")

    init() {
        guard let text = SmallFile.read(CText("/proc/self/cgroup").cString), let line = strstr(text, "0::/") else {
            fail("read /proc/self/cgroup")
        }
        let path = line + 3
        path[strcspn(path, "\n")] = 0
        current.append(UnsafePointer(path))
        stat.append(UnsafePointer(path))
        current.append("/memory.current")
        stat.append("/memory.stat")
    }

    /// `memory.current` in bytes.
    var usage: Int { SmallFile.read(current.cString).map { strtol($0, nil, 10) } ?? 0 }

    /// A line of `memory.stat` in bytes, by its key with a newline before it and a space behind it; 0 where the kernel has none.
    func stat(_ key: StaticString) -> Int {
        let pattern = UnsafeRawPointer(key.utf8Start).assumingMemoryBound(to: CChar.self)
        guard let text = SmallFile.read(stat.cString), let found = strstr(text, pattern) else { return 0 }
        return strtol(found + key.utf8CodeUnitCount, nil, 10)
    }
}

/// Other processes of the experiment, found by the role that is their name.
enum Others {
    /// The pid of the process with this role, waiting up to two seconds for it.
    static func pid(of role: UnsafePointer<CChar>) -> Int32? {
        for _ in 0..<200 {
            if let pid = find(role) { return pid }
            Threads.sleep(ns: 10_000_000)
        }
        return nil
    }

    private static func find(_ role: UnsafePointer<CChar>) -> Int32? {
        guard let folder = opendir("/proc") else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let pid = strtol(clinux_entry_name(entry), nil, 10)
            guard pid > 1 else { continue }
            var path = CText("/proc/")
            path.append(pid)
            path.append("/comm")
            defer { path.start.deallocate() }
            guard let name = SmallFile.read(path.cString) else { continue }
            name[strcspn(name, "\n")] = 0
            if strcmp(name, role) == 0 { return Int32(truncatingIfNeeded: pid) }
        }
        return nil
    }
}
