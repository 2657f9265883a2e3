import Evidence
import Faults
import Foundation
import GuestProtocol
import HostFiles
import Runs
import SystemPackage

/// The file that host and guest share.
enum RecordFile {
    /// Makes the file, empty and with all its space reserved: a disk that fills up later can't hit QEMU's mapping of it.
    /// Throws `HostError` where there is no room.
    static func make(_ path: FilePath) throws {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path, .readWrite, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw HostError("can't write \(path) (\(error))", remedy: "choose another folder with --output")
        }
        defer { try? file.close() }
        let failure = posix_fallocate(file.rawValue, 0, EmulatorCommand.recordBytes)
        guard failure == 0 else {
            throw HostError(
                "no room for \(EmulatorCommand.recordBytes >> 20) MiB of evidence at \(path) (\(String(cString: strerror(failure))))",
                remedy: "make room there, or choose another folder with --output")
        }
    }

    /// Cuts off the empty space and reads what is left. Throws `HostError`.
    static func close(_ path: FilePath) throws -> Evidence {
        do {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.string)))
            let length = Evidence.contentLength(of: bytes)
            guard truncate(path.string, length) == 0 else {
                throw HostError("can't shorten \(path) (\(SystemCause.ofErrno))")
            }
            return Evidence(bytes: Array(bytes[..<length]))
        } catch let error as HostError {
            throw error
        } catch {
            throw HostError("can't read \(path) (\(SystemCause.of(error)))")
        }
    }
}

/// Follows the record file and the console while the guest writes them: whether anything moves, and whether the agent has spoken.
struct ProgressFollower {
    /// What can be seen from outside.
    struct Progress: Equatable {
        /// Where the next frame will begin.
        var recordOffset: Int64 = 0
        /// The console's size.
        var consoleBytes: Int64 = 0
    }

    /// As of the last look.
    private(set) var progress = Progress()
    private let records: FileDescriptor
    private let console: FilePath

    /// Opens the files of `folder`. Throws where the record file is missing.
    init(_ folder: RunFolder) throws {
        records = try FileDescriptor.open(folder.evidenceFile, .readOnly, options: .closeOnExec)
        console = folder.consoleFile
    }

    /// The stamp of the last frame, which may be any number; `nil` before the first.
    private(set) var stampNs: UInt64?

    /// Ends the following.
    func close() { try? records.close() }

    /// Whether the agent has written its first record.
    var agentHasSpoken: Bool { progress.recordOffset > 0 }

    /// Looks again, and says whether something is new. Reads headers only, and bounded, since the guest may write nonsense.
    mutating func advance() -> Bool {
        let before = progress
        var status = stat()
        if stat(console.string, &status) == 0 { progress.consoleBytes = Int64(status.st_size) }
        for _ in 0..<100_000 {
            guard let length = frameLength(at: progress.recordOffset) else { break }
            progress.recordOffset += length
        }
        return progress != before
    }

    /// Whether the last that the kernel said on the console is that it switches the machine off, or halts it for good (kernel/reboot.c).
    var saysPowerOff: Bool {
        guard let file = try? FileDescriptor.open(console, .readOnly, options: .closeOnExec) else { return false }
        defer { try? file.close() }
        var tail = [UInt8](repeating: 0, count: 512)
        let start = max(0, progress.consoleBytes - Int64(tail.count))
        let count = tail.withUnsafeMutableBytes { pread(file.rawValue, $0.baseAddress, $0.count, Int(start)) }
        let lines = String(decoding: tail.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let last = lines.last else { return false }
        return last.hasSuffix("reboot: Power down") || last.hasSuffix("reboot: System halted")
    }

    private mutating func frameLength(at offset: Int64) -> Int64? {
        var header = [UInt8](repeating: 0, count: Frame.headerSize)
        let count = header.withUnsafeMutableBytes { pread(records.rawValue, $0.baseAddress, $0.count, Int(offset)) }
        guard count == Frame.headerSize else { return nil }
        var reader = ByteReader(header)
        guard let length = reader.integer(UInt32.self), length <= Frame.maximumPayload else { return nil }
        var rest = ByteReader(header[8...])
        guard let stamp = rest.integer(UInt64.self), rest.integer(UInt32.self) != nil,
            rest.integer(UInt32.self) == Frame.magic
        else { return nil }
        stampNs = stamp
        return Int64(Frame.headerSize + Frame.padded(Int(length)))
    }
}
