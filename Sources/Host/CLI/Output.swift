import Faults
import Foundation
import HostFiles
import SystemPackage

/// Writing the files that a user named.
enum Output {
    /// Replaces the file in one step, so that a reader never sees half of it. Throws `HostError` where it can't be written.
    static func replace(_ path: FilePath, with text: String) throws {
        try replace(path) { try $0.writeAll(text.utf8) }
    }

    /// The same, of what `write` writes. A link stays one, and what is no plain file (a device, a pipe) is written to as it is.
    static func replace(_ path: FilePath, _ write: (FileDescriptor) throws -> Void) throws {
        do {
            var status = stat()
            let isSpecial = stat(path.string, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
            if isSpecial {
                let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
                try file.closeAfter { try write(file) }
            } else {
                try replacePlain(path.resolved, write)
            }
        } catch let error as EvidenceError {
            throw error
        } catch let error as HostError {
            throw error
        } catch {
            let cause = (error as? Errno)?.description ?? SystemCause.of(error)
            throw HostError(
                "can't write \(path) (\(cause))",
                remedy: "name a path in a folder that can be written")
        }
    }
}

extension Output {
    /// Writes a draft beside `path`, and gives it the name.
    private static func replacePlain(_ path: FilePath, _ write: (FileDescriptor) throws -> Void) throws {
        let folder = path.removingLastComponent()
        if !folder.isEmpty {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
        let unique = String(UInt64.random(in: 0 ... .max), radix: 36)
        let draft = folder.appending(".\(path.lastComponent?.string ?? "").\(unique)")
        do {
            let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate, .closeOnExec]
            let file = try FileDescriptor.open(
                draft, .writeOnly, options: options, permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
            try file.closeAfter { try write(file) }
            guard rename(draft.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(draft.string)
            throw error
        }
    }
}

extension FilePath {
    /// Where the links in it lead; the path itself where nothing is there.
    fileprivate var resolved: FilePath {
        guard let real = realpath(string, nil) else { return self }
        defer { free(real) }
        return FilePath(String(cString: real))
    }
}
