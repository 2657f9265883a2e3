import CLinux

/// A FUSE file system with one file, whose reads are answered late. It runs outside the group that it is to trouble.
///
/// It is mounted at `/tmp/ROLE`, and its file is `file`, of 1 MiB. The second time that the file is opened, the answer is FOPEN_DIRECT_IO: a private mapping of that
/// descriptor makes the kernel invalidate the file's pages with the mmap lock held for write, and a page that is still being read makes it wait.
///
/// - `delay`: how long a READ is held back (20 s).
struct FuseServer {
    private static let fileSize: UInt64 = 1 << 20
    private static let headerSize = MemoryLayout<fuse_out_header>.size
    private static let directIO: UInt32 = 1

    private let device: Int32
    private let delayNs: Int
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
        delayNs = arguments.number("delay") ?? 20_000_000_000
        device = clinux_open(CText("/dev/fuse").cString, O_RDWR)
        if device < 0 { fail("open /dev/fuse") }
    }

    /// The path of the server's file.
    static func file(ofServer role: UnsafePointer<CChar>) -> CText {
        var path = CText.folder(of: role)
        path.append("/file")
        return path
    }

    func run() -> Never {
        let folder = CText.folder(of: arguments.role)
        mkdir(folder.cString, 0o755)
        var options = CText("fd=")
        options.append(Int(device))
        options.append(",rootmode=40000,user_id=0,group_id=0,allow_other")
        let type = CText("fuse").cString
        if mount(type, folder.cString, type, 0, options.cString) != 0 { fail("mount fuse on", folder.cString) }
        let request = UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 8)
        var opened = 0
        Threads.reportReady()
        while true {
            let count = read(device, request, 1 << 20)
            // A request may have been taken back meanwhile. Without its file system there is nothing left to serve.
            if count < 0, clinux_errno() == ENODEV { fail("read /dev/fuse") }
            if count < MemoryLayout<fuse_in_header>.size { continue }
            answer(request, &opened)
        }
    }

    private func answer(_ request: UnsafeMutableRawPointer, _ opened: inout Int) {
        let header = request.load(as: fuse_in_header.self)
        switch fuse_opcode(rawValue: header.opcode) {
        case FUSE_INIT:
            var greeting = fuse_init_out()
            greeting.major = 7
            greeting.minor = 31
            greeting.max_readahead = 0
            greeting.max_write = 4096
            reply(header.unique, &greeting)
        case FUSE_LOOKUP:
            var entry = fuse_entry_out()
            entry.nodeid = 2
            entry.attr_valid = 1 << 30
            entry.entry_valid = 1 << 30
            entry.attr = attributes(of: 2)
            reply(header.unique, &entry)
        case FUSE_GETATTR:
            var answer = fuse_attr_out()
            answer.attr_valid = 1 << 30
            answer.attr = attributes(of: header.nodeid)
            reply(header.unique, &answer)
        case FUSE_OPEN:
            opened += 1
            var answer = fuse_open_out()
            answer.fh = UInt64(opened)
            answer.open_flags = opened > 1 ? FuseServer.directIO : 0
            reply(header.unique, &answer)
        case FUSE_READ: holdBack(header.unique)
        case FUSE_FORGET, FUSE_BATCH_FORGET, FUSE_INTERRUPT: break
        case FUSE_RELEASE, FUSE_FLUSH: send(header.unique, error: 0, nil, 0)
        default: send(header.unique, error: -ENOSYS, nil, 0)
        }
    }

    private func attributes(of node: UInt64) -> fuse_attr {
        var attributes = fuse_attr()
        attributes.ino = node
        attributes.mode = node == 1 ? 0o40755 : 0o100644
        attributes.nlink = 1
        attributes.size = node == 1 ? 0 : FuseServer.fileSize
        attributes.blksize = 4096
        return attributes
    }

    private func reply<Answer>(_ unique: UInt64, _ answer: inout Answer) {
        withUnsafeBytes(of: &answer) { send(unique, error: 0, $0.baseAddress, $0.count) }
    }

    private func send(_ unique: UInt64, error: Int32, _ body: UnsafeRawPointer?, _ count: Int) {
        let total = FuseServer.headerSize + count
        withUnsafeTemporaryAllocation(byteCount: total, alignment: 8) { answer in
            guard let start = answer.baseAddress else { return }
            let header = fuse_out_header(len: UInt32(truncatingIfNeeded: total), error: error, unique: unique)
            start.storeBytes(of: header, as: fuse_out_header.self)
            if let body { memcpy(start + FuseServer.headerSize, body, count) }
            write(device, start, total)
        }
    }

    /// A read that waits for its answer.
    private final class LateAnswer {
        let server: FuseServer
        let unique: UInt64

        init(_ server: FuseServer, _ unique: UInt64) {
            self.server = server
            self.unique = unique
        }
    }

    /// Answers with one page, after the delay, from a thread of its own.
    private func holdBack(_ unique: UInt64) {
        let late = Unmanaged.passRetained(LateAnswer(self, unique)).toOpaque()
        Threads.start(
            { argument in
                guard let argument else { return nil }
                let late = Unmanaged<LateAnswer>.fromOpaque(argument).takeRetainedValue()
                Threads.sleep(ns: late.server.delayNs)
                late.server.send(late.unique, error: 0, zeros(pageSize), pageSize)
                return nil
            }, late)
    }
}
