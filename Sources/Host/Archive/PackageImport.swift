import Faults
import Foundation
import HostFiles
import Judge
import Record
import Runs
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

    /// Imports the runs one after the other. One that is broken costs none of the others; those before a fault of the package itself stay.
    ///
    /// - Parameters:
    ///   - done: Gets each run that was imported.
    ///   - refused: Gets the reason for each run that was not.
    /// - Throws: `EvidenceError` for a package that is damaged, or holds what is no run; `HostError` if the results folder can't be written; what
    ///   `done` and `refused` throw.
    public mutating func run(_ done: (Outcome) throws -> Void, refused: (EvidenceError) throws -> Void) throws {
        PartialFolder.sweep(results)
        var entry = try reader.next()
        while let first = entry {
            let staging = try PartialFolder.make(in: results) {
                RunName.partial(started: .now, scenario: "import")
            }
            do {
                let (next, flaw) = try unpack(from: first, into: staging.folder)
                entry = next
                try done(try takeOver(staging, as: first.id, flaw))
            } catch let refusal as Refusal {
                staging.remove()
                try refused(refusal.reason)
            } catch {
                staging.remove()
                throw error
            }
        }
    }

    /// One run is refused, and the package goes on behind it.
    private struct Refusal: Error {
        let reason: EvidenceError
    }

    /// Writes the files of one run, and returns the first entry of the next, and what is wrong with the files.
    private mutating func unpack(
        from first: PackageReader.Entry, into folder: RunFolder
    ) throws -> (next: PackageReader.Entry?, flaw: EvidenceError?) {
        var names: Set<String> = []
        var flaw = seen.insert(first.id).inserted ? nil : reader.error("has the run \(first.id) twice")
        var entry: PackageReader.Entry? = first
        while let current = entry, current.id == first.id {
            if names.insert(current.name).inserted {
                try write(folder.path.appending(current.name))
            } else {
                flaw = flaw ?? reader.error("has \(current.id)/\(current.name) twice")
                try skip()
            }
            entry = try reader.next()
        }
        if let missing = RunFolder.neededFileNames.first(where: { !names.contains($0) }) {
            flaw = flaw ?? reader.error("lacks \(first.id)/\(missing)", remedy: "have the whole run packed")
        }
        return (entry, flaw)
    }

    /// Reads over the content of the current file.
    private mutating func skip() throws {
        while try !reader.content().isEmpty {}
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

    /// Judges the unpacked run and gives it its name. Throws `Refusal` if it is broken, as by its `flaw`.
    private func takeOver(_ staging: PartialFolder, as id: String, _ flaw: EvidenceError?) throws -> Outcome {
        if let flaw { throw Refusal(reason: flaw) }
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
        } catch let error as CocoaError where (512..<1024).contains(error.errorCode) {
            // NSFileWriteUnknownError and those above it: the disk's fault, and the next run's too.
            throw HostError(
                "can't write into \(results) (\(SystemCause.of(error)))",
                remedy: "make room there, or choose another --results")
        } catch {
            // The folder that a message names is about to be removed.
            let words = "\(error)".replacing("\(folder.path)/", with: "")
            throw Refusal(reason: reader.error("has a run \(id) that can't be judged: \(words)"))
        }
        if let taken = try staging.take(name: id) { return Outcome(folder: taken, record: record, told: told) }
        let there = RunFolder(path: results.appending(id))
        guard isSame(folder, there) else {
            throw Refusal(
                reason: reader.error(
                    "has a run \(id), and another of this name is in \(results)", remedy: "choose another --results"))
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
