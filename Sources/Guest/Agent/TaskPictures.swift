import CLinux
import GuestProtocolEmbedded

/// The full `/proc` picture of every user task but the agent: what it is, what it holds and where it stands.
final class TaskPictures {
    /// PF_KTHREAD in the flags of `/proc/PID/stat`.
    private static let kernelThread: UInt64 = 0x0020_0000
    private static let maximumPids = 4096
    private static let entriesCapacity = 16 * 1024

    private let out: RecordFile
    private let names: FileNames
    /// The kernel threads that were there at the start, so that their `stat` isn't read again for every picture.
    private var kernelThreads: UnsafeMutablePointer<Int32>
    private var kernelThreadCount = 0
    private let pids: UnsafeMutablePointer<Int32>
    private let threads: UnsafeMutablePointer<Int32>
    private let entries: UnsafeMutableRawPointer
    private var path = Text(capacity: 96)

    init(_ names: FileNames, _ out: RecordFile) {
        self.out = out
        self.names = names
        kernelThreads = TaskPictures.takePids()
        pids = TaskPictures.takePids()
        threads = TaskPictures.takePids()
        let area = UnsafeMutableRawPointer.allocate(byteCount: TaskPictures.entriesCapacity, alignment: 8)
        memset(area, 0, TaskPictures.entriesCapacity)
        entries = area
        kernelThreadCount = list("/proc", into: kernelThreads)
    }

    /// Writes one picture between its two marks.
    func take() {
        out.mark(.snapshotBegan)
        let count = list("/proc", into: pids)
        for index in 0..<count where isUserProcess(pids[index]) { record(process: pids[index]) }
        out.mark(.snapshotEnded)
    }

    private func record(process pid: Int32) {
        begin(pid)
        let folder = path.count
        recordFile("/status", after: folder)
        recordFile("/stat", after: folder)
        recordFile("/oom_score", after: folder)
        recordFile("/oom_score_adj", after: folder)
        recordFile("/wchan", after: folder)
        recordFile("/cgroup", after: folder)
        path.append("/task")
        let count = list(path.cString, into: threads)
        path.append(byte: UInt8(ascii: "/"))
        let list = path.count
        for index in 0..<count {
            path.truncate(to: list)
            path.append(decimal: Int(threads[index]))
            let thread = path.count
            recordFile("/stat", after: thread)
            recordFile("/wchan", after: thread)
        }
    }

    private func begin(_ pid: Int32) {
        path.truncate(to: 0)
        path.append("/proc/")
        path.append(decimal: Int(pid))
    }

    private func recordFile(_ name: StaticString, after length: Int) {
        path.truncate(to: length)
        path.append(name)
        names.record(path)
        path.truncate(to: length)
    }

    /// The agent is PID 1 and the actor; kernel threads that came later are told by their flags.
    private func isUserProcess(_ pid: Int32) -> Bool {
        guard pid != 1, pid != getpid() else { return false }
        for index in 0..<kernelThreadCount where kernelThreads[index] == pid { return false }
        begin(pid)
        path.append("/stat")
        let area = out.contentArea
        let count = Files.read(path.cString, into: UnsafeMutableRawBufferPointer(rebasing: area[..<1024]))
        guard count > 0 else { return false }
        // The name, in parentheses, may hold anything: fields are counted from the last one.
        var index = count - 1
        while index > 0, area[index] != UInt8(ascii: ")") { index &-= 1 }
        var field = 2
        var flags: UInt64 = 0
        while index < count, field < 10 {
            let byte = area[index]
            if byte == UInt8(ascii: " ") {
                field &+= 1
            } else if field == 9 {
                flags = flags &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
            }
            index &+= 1
        }
        return flags & TaskPictures.kernelThread == 0
    }

    /// The numbers among a folder's entries, in the kernel's order.
    private func list(_ folder: UnsafePointer<CChar>, into numbers: UnsafeMutablePointer<Int32>) -> Int {
        let directory = clinux_open(folder, O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else { return 0 }
        defer { close(directory) }
        var found = 0
        while true {
            let size = getdents64(directory, entries, TaskPictures.entriesCapacity)
            guard size > 0 else { return found }
            var offset = 0
            while offset &+ 19 < size {
                // struct dirent64: inode, offset, record length, type, name.
                let length = Int(entries.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt16.self))
                guard length > 0 else { return found }
                if let number = number(at: offset &+ 19), found < TaskPictures.maximumPids {
                    numbers[found] = number
                    found &+= 1
                }
                offset &+= length
            }
        }
    }

    private func number(at start: Int) -> Int32? {
        var value: Int32 = 0
        var index = start
        while index < TaskPictures.entriesCapacity {
            let digit = entries.load(fromByteOffset: index, as: UInt8.self)
            if digit == 0 { break }
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value &* 10 &+ Int32(digit &- UInt8(ascii: "0"))
            index &+= 1
        }
        return index > start ? value : nil
    }

    private static func takePids() -> UnsafeMutablePointer<Int32> {
        let pids = UnsafeMutablePointer<Int32>.allocate(capacity: maximumPids)
        pids.initialize(repeating: 0, count: maximumPids)
        return pids
    }
}
