import Evidence
import Foundation
import Judge
import Lab
import SystemPackage
import Vocabulary

/// Takes the runs of a package into a results folder. What judges is taken from nobody: log, series and verdict are made here, of the evidence.
public struct PackageImport {
    /// What came of one run.
    public struct Outcome: Sendable {
        /// Its folder.
        public let folder: RunFolder
        /// The verdict that was made here; `nil` where the same run was there already.
        public let record: RunRecord?
        /// What the package says of its verdict; `nil` where it says nothing that can be read.
        public let told: RunStatus?
    }

    private let results: FilePath
    private var reader: PackageReader
    private var seen: Set<String> = []

    /// An import of what `input` holds, which messages call `name`, into the folder `results`.
    public init(_ input: FileDescriptor, named name: String, into results: FilePath) {
        self.results = results
        reader = PackageReader(input, named: FilePath(name))
    }

    /// Takes the runs over one after the other; those before a fault stay.
    ///
    /// - Parameter done: Is told of each.
    /// - Throws: `EvidenceError` for a package that is damaged, or holds what is no run; `HostError` where the results folder can't be written.
    public mutating func run(_ done: (Outcome) throws -> Void) throws {
        PartialFolder.sweep(results)
        var entry = try reader.next()
        while let first = entry {
            guard seen.insert(first.id).inserted else { throw reader.error("has the run \(first.id) twice") }
            let staging = try PartialFolder.make(in: results) {
                RunName.partial(started: .now, scenario: "import")
            }
            do {
                entry = try unpack(from: first, into: staging.folder)
                try done(try takeOver(staging, as: first.id))
            } catch {
                staging.remove()
                throw error
            }
        }
    }

    /// Writes the files of one run, and answers the first entry of the next.
    private mutating func unpack(from first: PackageReader.Entry, into folder: RunFolder) throws -> PackageReader.Entry?
    {
        var names: Set<String> = []
        var entry: PackageReader.Entry? = first
        while let current = entry, current.id == first.id {
            guard names.insert(current.name).inserted else {
                throw reader.error("has \(current.id)/\(current.name) twice")
            }
            try write(folder.path.appending(current.name))
            entry = try reader.next()
        }
        for name in RunFolder.neededFileNames where !names.contains(name) {
            throw reader.error("lacks \(first.id)/\(name)", remedy: "have the whole run packed")
        }
        return entry
    }

    private mutating func write(_ path: FilePath) throws {
        let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate, .noFollow, .closeOnExec]
        do {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: options, permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter {
                while true {
                    let piece = try reader.content()
                    if piece.isEmpty { return }
                    try file.writeAll(piece)
                }
            }
        } catch let error as Errno {
            throw HostError("can't write \(path) (\(error))", remedy: "make room there, or choose another --results")
        }
    }

    /// Judges the unpacked run and gives it its name.
    private func takeOver(_ staging: PartialFolder, as id: String) throws -> Outcome {
        let folder = staging.folder
        let told = (try? RunRecord(in: folder))?.status
        let record: RunRecord
        do {
            guard try folder.host().id == id else {
                throw EvidenceError(file: folder.hostFile, what: "is of another run")
            }
            let log = try folder.evidence().kernelLog
            try Data(log.utf8).write(to: URL(fileURLWithPath: folder.kernelLogFile.string), options: .atomic)
            record = try Judge.judgeAndWrite(folder)
        } catch {
            // The folder that a message names is about to be removed.
            let words = "\(error)".replacing("\(folder.path)/", with: "")
            throw reader.error("has a run \(id) that can't be judged: \(words)")
        }
        if let taken = try staging.take(name: id) { return Outcome(folder: taken, record: record, told: told) }
        let there = RunFolder(path: results.appending(id))
        guard isSame(folder, there) else {
            throw reader.error(
                "has a run \(id), and another of this name is in \(results)", remedy: "choose another --results")
        }
        staging.remove()
        return Outcome(folder: there, record: nil, told: told)
    }

    /// Whether two runs have the same raw files; one that neither has is the same.
    private func isSame(_ one: RunFolder, _ other: RunFolder) -> Bool {
        (RunFolder.neededFileNames + ["console.log"]).allSatisfy { name in
            let contents = [one, other].map { FileManager.default.contents(atPath: $0.path.appending(name).string) }
            return contents[0] == contents[1]
        }
    }
}
