import Digest
import Foundation
import SystemPackage

/// The SHA-256 of files.
package enum FileDigest {
    private static let pieceBytes = 1 << 20

    /// The digest of the file at `path` in hexadecimal digits. Throws `Errno` if it can't be read.
    package static func sha256(of path: FilePath) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 4096)
        defer { piece.deallocate() }
        var hash = SHA256()
        while true {
            let count = try file.read(into: piece)
            guard count > 0 else { return hash.finish() }
            hash.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }
}

extension FileDigest {
    /// The file's size in bytes. Throws `Errno` if it can't be told.
    package static func size(of path: FilePath) throws -> Int {
        var status = stat()
        guard stat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
        return Int(status.st_size)
    }
}
