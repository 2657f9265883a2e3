import CLinux
import GuestProtocolEmbedded

/// The files that are read again and again: opened before the pressure, read with pread, written down when they have changed.
final class Sampler {
    /// How often a file is read.
    enum Rhythm {
        /// On every tick.
        case everyTick
        /// On every `Sampler.slowTicks`th tick: files that are dear to format.
        case slow
    }

    private struct File {
        let id: UInt16
        let descriptor: Int32
        let rhythm: Rhythm
        /// Of the content that was written last; 64 bits, so that equal means equal.
        var checksum: UInt64 = 0
        var length = -1
    }

    /// `memory.stat` takes the kernel some 40,000 instructions to format: at 5 ms that alone would be 2% of the guest's time.
    static let slowTicks = 4

    private var files: [File] = []
    private var tick = 0
    private let out: RecordFile
    private let names: FileNames

    /// Opens the system's files and those of every v2 group.
    init(_ groups: GroupTree, _ names: FileNames, _ out: RecordFile) {
        self.out = out
        self.names = names
        files.reserveCapacity(2 + groups.nodes.count * 8)
        add("/proc/pressure/memory", .everyTick)
        add("/proc/buddyinfo", .everyTick)
        for node in groups.nodes where node.hierarchy == .v2 {
            add(node, "/memory.current", .everyTick)
            add(node, "/memory.events", .everyTick)
            add(node, "/memory.events.local", .everyTick)
            add(node, "/memory.swap.current", .everyTick)
            add(node, "/cgroup.events", .everyTick)
            add(node, "/memory.pressure", .slow)
            add(node, "/memory.stat", .slow)
        }
    }

    /// Reads what is due, or everything.
    func sample(everything: Bool = false) {
        let slowIsDue = everything || tick % Sampler.slowTicks == 0
        for index in files.indices where slowIsDue || files[index].rhythm == .everyTick { read(index) }
        tick &+= 1
    }

    private func read(_ index: Int) {
        let area = out.contentArea
        let file = files[index]
        let count = pread(file.descriptor, area.baseAddress, area.count, 0)
        if count < 0 {
            let errno = clinux_errno()
            guard file.length != -1 &- Int(errno) else { return }
            files[index].length = -1 &- Int(errno)
            return out.fileContent(id: file.id, count: -Int(errno))
        }
        let checksum = Sampler.checksum(area, count)
        guard count != file.length || checksum != file.checksum else { return }
        files[index].length = count
        files[index].checksum = checksum
        out.fileContent(id: file.id, count: count)
    }

    /// `area` starts 4 bytes off a multiple of 8, hence the unaligned loads.
    private static func checksum(_ area: UnsafeMutableRawBufferPointer, _ count: Int) -> UInt64 {
        var sum = Frame.checksumSeed
        var offset = 0
        while offset &+ 8 <= count {
            sum = Frame.checksum(sum, adding: area.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        while offset < count {
            sum = Frame.checksum(sum, adding: UInt64(area[offset]))
            offset &+= 1
        }
        return sum
    }

    private func add(_ node: GroupTree.Node, _ file: StaticString, _ rhythm: Rhythm) {
        var path = node.folder
        path.append(file)
        add(path.cString, rhythm)
        path.truncate(to: node.folder.count)
    }

    /// A file that this kernel lacks is not sampled, and shows as absent on the host.
    private func add(_ path: UnsafePointer<CChar>, _ rhythm: Rhythm) {
        let descriptor = clinux_open(path, O_RDONLY)
        guard descriptor >= 0 else { return }
        let id = names.define(UnsafeRawBufferPointer(start: path, count: strlen(path)))
        files.append(File(id: id, descriptor: descriptor, rhythm: rhythm))
    }
}
