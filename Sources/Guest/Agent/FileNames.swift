import CLinux
import GuestProtocolEmbedded

/// Gives out the numbers that stand for paths. Past the last one they are given out again: a new `fileName` record replaces the old.
final class FileNames {
    /// Files that are read for the whole run keep their numbers below this: seven of each of a thousand groups.
    private static let firstPassing: UInt16 = 8192

    private var next: UInt16 = 1
    private var nextPassing = firstPassing
    private let out: RecordFile

    init(_ out: RecordFile) { self.out = out }

    /// A number for the whole run.
    func define(_ path: UnsafeRawBufferPointer) -> UInt16 {
        let id = next
        next = min(next &+ 1, FileNames.firstPassing &- 1)
        out.fileName(id: id, path: path)
        return id
    }

    /// Reads the file at `path` now and writes down its name and content, or the errno.
    func record(_ path: Text) {
        let id = nextPassing
        nextPassing = nextPassing == .max ? FileNames.firstPassing : nextPassing &+ 1
        out.fileName(id: id, path: path.raw)
        out.fileContent(id: id, count: Files.read(path.cString, into: out.contentArea))
    }

    /// Reads the file at `path` now and writes down its name and content, or the errno.
    func record(_ path: StaticString) {
        let id = nextPassing
        nextPassing = nextPassing == .max ? FileNames.firstPassing : nextPassing &+ 1
        out.fileName(id: id, path: UnsafeRawBufferPointer(start: path.utf8Start, count: path.utf8CodeUnitCount))
        out.fileContent(id: id, count: Files.read(path.cString, into: out.contentArea))
    }
}
