import Foundation
#if canImport(Glibc)
    import Glibc
#endif

/// Where a log comes from can't be read: what, and the way out.
public struct LogInputError: Error, CustomStringConvertible, Equatable, Sendable {
    /// Whether it is what was asked for that is wrong, rather than the host.
    public let isUsage: Bool
    /// The thing, its value and the way out.
    public let description: String
}

/// A log's bytes: a file, or standard input that may never end. gzip, zstd, xz, bzip2 and lz4 are unpacked on the way, also one in another, and
/// what hides the ends of lines is cleaned away (`LogCleaner`).
///
/// Memory is bounded whatever comes out of a packed log, which is read as it comes; so is time, by `maximumUnpacked` and by `maximumLayers`.
public final class LogInput {
    /// What a read gave.
    public enum Step: Equatable, Sendable {
        /// So many bytes, in the buffer.
        case bytes(Int)
        /// Nothing for now: the writer is silent.
        case silence
        /// The end.
        case end
    }

    private let name: String
    private var descriptor: Int32
    private var ahead: [UInt8] = []
    /// The outermost packing first.
    private var unpackers: [Unpacker] = []
    private var cleaner = LogCleaner()
    private var count = 0

    /// Packings within each other that are undone, and bytes that may come out of a packed log: more is made to do harm.
    static let maximumLayers = 4
    static let maximumUnpacked = 64 << 30

    /// Opens a file; `-` is standard input. Throws `LogInputError`.
    public init(path: String) throws {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw LogInputError(
                isUsage: true,
                description: "can't open \(path) (\(Self.reason(errno))); name a log file, or - for standard input")
        }
        ahead = try beginning()
        while let packing = Packing(ahead) {
            guard unpackers.count < Self.maximumLayers else {
                throw LogInputError(
                    isUsage: true,
                    description:
                        "\(name) is packed more than \(Self.maximumLayers) times; unpack it, and name what comes out")
            }
            let unpacker = try Unpacker(packing, from: descriptor, ahead: ahead, name: name)
            unpackers.append(unpacker)
            descriptor = unpacker.output
            ahead = try beginning()
        }
    }

    deinit { if unpackers.isEmpty, descriptor > STDERR_FILENO { close(descriptor) } }

    /// Whether somebody sits at a terminal instead of piping a log in.
    public static var standardInputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Reads what there is into a buffer of 32 bytes at least, and waits for it at most `milliseconds`. Throws `LogInputError`.
    public func read(into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32) throws -> Step {
        let room = cleaner.room(in: buffer)
        if !ahead.isEmpty {
            let count = min(ahead.count, room)
            buffer.copyBytes(from: ahead.prefix(count))
            ahead.removeFirst(count)
            return .bytes(cleaner.clean(buffer, count: count))
        }
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&state, 1, milliseconds) == 0 { return .silence }
        let read = try readOnce(UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
        guard read > 0 else { return .end }
        count += read
        guard unpackers.isEmpty || count <= Self.maximumUnpacked else {
            throw LogInputError(
                isUsage: true,
                description:
                    "\(name) unpacks to more than \(Self.maximumUnpacked >> 30) GiB; unpack it, and name a part of it")
        }
        return .bytes(cleaner.clean(buffer, count: read))
    }

    /// Checks that all of it came out well, once the end was seen. Throws `LogInputError` where a packed log is damaged.
    public func finish() throws { for unpacker in unpackers { try unpacker.finish() } }

    private func readOnce(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            // EPIPE: /dev/kmsg says that records were overwritten before they were read; the next ones follow.
            if errno == EINTR || errno == EPIPE { continue }
            throw LogInputError(
                isUsage: errno == EISDIR,
                description: "can't read \(name) (\(Self.reason(errno))); name a log file, or - for standard input")
        }
    }

    /// The first bytes, enough to tell a packed log.
    private func beginning() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < Packing.longestMagic {
            // Large enough for a record of /dev/kmsg, which is given whole or not at all.
            let more = try [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
                count = try readOnce(UnsafeMutableRawBufferPointer(buffer))
            }
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// How a log is packed, by its first bytes.
enum Packing: String, CaseIterable {
    case gzip, zstd, xz, bzip2, lz4

    static let longestMagic = 6

    /// nil for what isn't packed.
    init?(_ beginning: [UInt8]) {
        guard let match = Self.allCases.first(where: { beginning.starts(with: $0.magic) }) else { return nil }
        self = match
    }

    private var magic: [UInt8] {
        switch self {
        case .gzip: [0x1f, 0x8b]
        case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
        case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
        case .bzip2: [0x42, 0x5a, 0x68]
        case .lz4: [0x04, 0x22, 0x4d, 0x18]
        }
    }

    /// Debian's package of the program of this name.
    var package: String { self == .xz ? "xz-utils" : rawValue }
}
