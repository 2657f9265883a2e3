import Faults
import Foundation
import HostFiles
import SystemPackage

/// A run's folder while the run is under way: hidden, locked by its command, and renamed in one step when everything is in it.
package final class PartialFolder: Sendable {
    /// What unfinished folders' names begin with.
    package static let prefix = ".partial-"

    /// The folder, with an absolute path.
    package let folder: RunFolder
    /// Holds an flock on the folder for as long as the command lives: how other commands know that it is not stale.
    private let lock: FileDescriptor

    private init(folder: RunFolder, lock: FileDescriptor) {
        self.folder = folder
        self.lock = lock
    }

    deinit { try? lock.close() }

    /// Makes and locks a new folder in `output`. Throws `HostError` where that can't be done.
    package static func make(in output: FilePath, name: () -> String) throws -> PartialFolder {
        try CacheFolder.make(output, whatFor: "run folders")
        for _ in 0..<16 {
            let path = output.appending(name())
            guard mkdir(path.string, 0o755) == 0 else {
                if errno == EEXIST { continue }
                throw HostError(
                    "can't make a run folder in \(output) (\(SystemCause.ofErrno))",
                    remedy: "choose another folder with --output")
            }
            // A sweeping command may take the folder for a stale one between its making and its locking.
            guard let lock = try hold(path) else { continue }
            if access(path.string, F_OK) == 0 { return PartialFolder(folder: RunFolder(path: path), lock: lock) }
            try? lock.close()
        }
        throw HostError("can't make a run folder in \(output): every name is taken")
    }

    /// Renames the folder to `name`, or to `name-2`, `name-3`, … where equal runs began in the same second.
    ///
    /// - Parameter complete: Writes what depends on the name, before each attempt.
    /// - Throws: `HostError`, or what `complete` throws.
    package func finish(as name: String, complete: (_ id: String) throws -> Void) throws -> RunFolder {
        for attempt in 1...1000 {
            let id = attempt == 1 ? name : "\(name)-\(attempt)"
            try complete(id)
            if let finished = try take(name: id) { return finished }
        }
        throw HostError("can't rename \(folder.path) to \(name): every name is taken")
    }

    /// Renames the folder to `name`; `nil` where a folder of this name is there already. Throws `HostError` where it can't be done.
    package func take(name: String) throws -> RunFolder? {
        let path = folder.path.removingLastComponent().appending(name)
        // A rename onto a folder that is not empty fails, and finished folders never are.
        if rename(folder.path.string, path.string) == 0 { return RunFolder(path: path) }
        guard errno == ENOTEMPTY || errno == EEXIST else {
            throw HostError("can't rename \(folder.path) to \(name) (\(SystemCause.ofErrno))")
        }
        return nil
    }

    /// Removes the folder and what is in it.
    package func remove() { PartialFolder.remove(folder.path) }

    /// Removes the unfinished folders in `output` whose commands are gone.
    package static func sweep(_ output: FilePath, prefix: String = PartialFolder.prefix) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output.string)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = output.appending(name)
            guard let lock = try? FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec, .noFollow])
            else { continue }
            defer { try? lock.close() }
            if flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 { remove(path) }
        }
    }

    /// `nil` where the folder is gone.
    private static func hold(_ path: FilePath) throws -> FileDescriptor? {
        do {
            let lock = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            // Where the file system has no locks the folder is never swept by others, which is the safe side.
            _ = flock(lock.rawValue, LOCK_EX)
            return lock
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw HostError("can't open \(path) (\(error))", remedy: "choose another folder with --output")
        }
    }

    /// Run folders are flat; the guard removes them the same way.
    package static func remove(_ path: FilePath) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
        for name in names { unlink(path.appending(name).string) }
        rmdir(path.string)
    }
}
