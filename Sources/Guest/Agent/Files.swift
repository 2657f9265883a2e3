import CLinux
import GuestProtocolEmbedded

/// Small files of the kernel, read and written whole. A failure is a negative errno.
enum Files {
    /// Writes `text` to the file at `path`: 0, or a negative errno.
    static func write(_ text: StaticString, to path: UnsafePointer<CChar>) -> Int32 {
        write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), to: path)
    }

    /// Writes `bytes` to the file at `path` in one write(2): 0, or a negative errno.
    static func write(_ bytes: UnsafeRawBufferPointer, to path: UnsafePointer<CChar>) -> Int32 {
        let file = clinux_open(path, O_WRONLY)
        guard file >= 0 else { return -clinux_errno() }
        defer { close(file) }
        return CLinux.write(file, bytes.baseAddress, bytes.count) < 0 ? -clinux_errno() : 0
    }

    /// Opens the file at `path` as shells do for `>`, which empties it; where that fails it stays as it was.
    static func clear(_ path: UnsafePointer<CChar>) {
        let file = clinux_open(path, O_WRONLY | O_TRUNC)
        if file >= 0 { close(file) }
    }

    /// Writes what a plan asks for: 0, or a negative errno.
    static func write(_ value: Bytes, toPath path: Bytes) -> Int32 {
        path.withCString { name in value.withUnsafeBytes { write($0, to: name) } }
    }

    /// Reads the file at `path` until `buffer` is full: bytes, or a negative errno.
    static func read(_ path: UnsafePointer<CChar>, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let file = clinux_open(path, O_RDONLY)
        guard file >= 0 else { return -Int(clinux_errno()) }
        defer { close(file) }
        return readAll(file, into: buffer)
    }

    /// Reads an open file from its beginning until `buffer` is full: bytes, or a negative errno.
    static func readAll(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var total = 0
        while total < buffer.count {
            let count = pread(file, buffer.baseAddress?.advanced(by: total), buffer.count &- total, Int(total))
            guard count >= 0 else { return -Int(clinux_errno()) }
            guard count > 0 else { break }
            total &+= count
        }
        return total
    }
}

extension Array where Element == UInt8 {
    /// Calls `body` with the bytes as a NUL-terminated text that lives on the stack; longer ones than a path can be are cut.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            let length = Swift.min(count, buffer.count - 1)
            for index in 0..<length { buffer[index] = CChar(bitPattern: self[index]) }
            buffer[length] = 0
            return body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
        }
    }
}
