import Foundation
#if canImport(Glibc)
    import Glibc
#endif

/// A program that unpacks a log on its way to us.
final class Unpacker {
    private let packing: Packing
    private let name: String
    private let process = Process()
    private let pipe = Pipe()

    /// Where the log comes out.
    var output: Int32 { pipe.fileHandleForReading.fileDescriptor }

    /// Starts it on a descriptor of which `ahead` was read already. Throws `LogInputError` where there is no such program.
    init(_ packing: Packing, from descriptor: Int32, ahead: [UInt8], name: String) throws {
        self.packing = packing
        self.name = name
        guard let program = Self.find(packing.rawValue) else {
            throw LogInputError(
                isUsage: false,
                description:
                    "\(name) is packed by \(packing.rawValue), which this host lacks; install the package \(packing.package)"
            )
        }
        process.executableURL = program
        process.arguments = ["-dcq"]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        if lseek(descriptor, 0, SEEK_SET) == 0 {
            process.standardInput = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        } else {
            process.standardInput = Self.pump(ahead, from: descriptor)
        }
        do {
            try process.run()
        } catch {
            throw LogInputError(
                isUsage: false, description: "\(packing.rawValue) could not be started (\(error.localizedDescription))")
        }
    }

    /// Waits for its end. Throws `LogInputError` where it could not unpack everything.
    func finish() throws {
        process.waitUntilExit()
        guard process.terminationReason != .exit || process.terminationStatus != 0 else { return }
        throw LogInputError(
            isUsage: false,
            description:
                "\(name) is damaged or cut: \(packing.rawValue) could not unpack all of it; what came out before is explained above"
        )
    }

    private static func find(_ program: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/\(program)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// What was read ahead, and all that follows, on a thread of its own: a pipe can't be wound back.
    private static func pump(_ ahead: [UInt8], from descriptor: Int32) -> Pipe {
        let pipe = Pipe()
        let sink = pipe.fileHandleForWriting.fileDescriptor
        Thread.detachNewThread {
            var bytes = ahead
            while !bytes.isEmpty, writeAll(bytes, to: sink) {
                bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                    count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
                }
            }
            try? pipe.fileHandleForWriting.close()
        }
        return pipe
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
