import Evidence
import Faults
import Foundation
import Runs
import SystemPackage

/// Runs as one tarball: what another person needs to look at them, judge them and make them again.
///
/// An entry is `ID/FILE`, FILE being one of a run's own files; there is nothing else in it.
public enum RunPackage {
    /// The largest file of a run, and the largest package.
    static let maximumFileBytes = Evidence.maximumBytes
    static let maximumBytes = 4 << 30

    /// Writes the runs in `folders` to `output`. Throws `EvidenceError` where a raw file is missing or too large, `HostError` where writing fails.
    public static func write(_ folders: [RunFolder], to output: FileDescriptor) throws {
        try write(folders) { bytes in
            do {
                try output.writeAll(bytes)
            } catch {
                throw HostError(
                    "can't write the package (\(error))", remedy: "make room, or name another file with --output")
            }
        }
    }

    /// Gives the package of the runs in `folders` to `put`, piece by piece. Throws `EvidenceError` where a raw file is missing or too large, and what
    /// `put` throws.
    public static func write(_ folders: [RunFolder], _ put: ([UInt8]) throws -> Void) throws {
        for folder in folders {
            for name in RunFolder.neededFileNames { try append(name, of: folder, isNeeded: true, put) }
            for name in RunFolder.otherFileNames { try append(name, of: folder, isNeeded: false, put) }
        }
        try put([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
    }

    private static func append(
        _ name: String, of folder: RunFolder, isNeeded: Bool, _ put: ([UInt8]) throws -> Void
    ) throws {
        let path = folder.path.appending(name)
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec, .nonBlocking])
        } catch Errno.noSuchFileOrDirectory where !isNeeded {
            return
        } catch {
            throw EvidenceError(file: path, what: "can't be read (\(error))", remedy: "pack a whole run")
        }
        try file.closeAfter {
            var status = stat()
            guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                status.st_size <= maximumFileBytes
            else { throw EvidenceError(file: path, what: "is no file of at most \(maximumFileBytes) bytes") }
            let size = Int(status.st_size)
            guard let header = TarHeader(folder: folder.id, name: name, size: size) else {
                throw EvidenceError(file: path, what: "has too long a name for a package")
            }
            try put(header.block)
            try copy(size, from: file, at: path, put)
            try put([UInt8](repeating: 0, count: TarHeader.padding(after: size)))
        }
    }

    private static func copy(
        _ size: Int, from file: FileDescriptor, at path: FilePath, _ put: ([UInt8]) throws -> Void
    ) throws {
        var left = size
        while left > 0 {
            let piece = try file.bytes(upTo: min(left, 1 << 20))
            guard !piece.isEmpty else { throw EvidenceError(file: path, what: "became shorter while it was packed") }
            try put(piece)
            left -= piece.count
        }
    }
}

extension FileDescriptor {
    /// Up to `count` bytes; fewer only at the end of the file.
    func bytes(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = try read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]))
                if read == 0 { return }
                filled += read
            }
        }
    }
}
