import Faults
import Foundation
import Record
import Runs
import SystemPackage
import TestSupport
import Testing
import Vocabulary
@testable import Archive

@Suite struct PackageTests {
    private func pack(_ folders: [RunFolder], in fixture: ArchiveFixture) throws -> FilePath {
        let path = fixture.home.appending("package.tar")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { try RunPackage.write(folders, to: file) }
        return path
    }

    private func take(_ package: FilePath, into results: FilePath) throws -> [PackageImport.Outcome] {
        let file = try FileDescriptor.open(package, .readOnly)
        return try file.closeAfter {
            var outcomes: [PackageImport.Outcome] = []
            var importing = PackageImport(file, named: "package.tar", into: results)
            try importing.run {
                outcomes.append($0)
            } refused: {
                throw $0
            }
            return outcomes
        }
    }

    /// Packed, taken over and packed again: the same files, the same package, the same verdicts.
    @Test func comesOutAsItWentIn() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm", "6.1-baseline-anon-twin", "6.18-frozen-victim-v1"])
        let runs = RunSelection(results: fixture.results).all()
        let package = try pack(runs, in: fixture)
        let bytes = try fixture.bytes(package)
        let theirs = fixture.home.appending("theirs")
        let outcomes = try take(package, into: theirs)
        #expect(outcomes.map(\.folder.id) == runs.map(\.id))
        #expect(outcomes.map(\.record?.status) == outcomes.map(\.told))
        for run in runs {
            for name in RunFolder.neededFileNames + ["console.log", "record.json", "samples.csv"] {
                let copy = theirs.appending(run.id).appending(name)
                #expect(try fixture.bytes(copy) == fixture.bytes(run.path.appending(name)), "\(name)")
            }
        }
        #expect(fixture.names(in: theirs).allSatisfy { !$0.hasPrefix(".") })
        // Once more: there already.
        #expect(try take(package, into: theirs).map(\.record) == [nil, nil, nil])
        for run in runs {
            try FileManager.default.removeItem(atPath: theirs.appending(run.id).appending("kernel.log").string)
        }
        #expect(try fixture.bytes(pack(runs.map { RunFolder(path: theirs.appending($0.id)) }, in: fixture)) == bytes)
    }

    /// tar reads what we pack, and we read what tar packs.
    @Test(arguments: ["ustar", "gnu"]) func isATarball(format: String) throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm"])
        let run = try #require(RunSelection(results: fixture.results).all().first)
        let made = fixture.home.appending("made.tar")
        for arguments in [
            ["--extract", "--file", try pack([run], in: fixture).string, "--directory", fixture.outside.string],
            [
                "--create", "--format", format, "--file", made.string, "--directory", fixture.outside.string,
                "./\(run.id)",
            ],
        ] {
            let tar = try Process.run(URL(fileURLWithPath: "/bin/tar"), arguments: arguments)
            tar.waitUntilExit()
            try #require(tar.terminationStatus == 0)
        }
        #expect(try take(made, into: fixture.home.appending("theirs")).map(\.record?.status) == [.pass])
    }

    /// A package whose record claims what its evidence doesn't show.
    @Test func believesNoVerdict() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm"])
        let run = try #require(RunSelection(results: fixture.results).all().first)
        var record = try RunRecord(in: run)
        record.status = .fail
        try record.encoded().write(to: URL(fileURLWithPath: run.recordFile.string))
        try Data("a lie".utf8).write(to: URL(fileURLWithPath: run.kernelLogFile.string))
        let outcome = try #require(try take(pack([run], in: fixture), into: fixture.home.appending("theirs")).first)
        #expect(outcome.told == .fail && outcome.record?.status == .pass)
        #expect(try RunRecord(in: outcome.folder).status == .pass)
        #expect(try fixture.bytes(outcome.folder.kernelLogFile) == Array(try run.evidence().kernelLog.utf8))
    }

    /// Every way in which one run can be broken, between two that are not.
    @Test func aBrokenRunCostsNoneOfTheOthers() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm", "6.1-baseline-anon-twin", "6.18-frozen-victim-v1"])
        let runs = RunSelection(results: fixture.results).all()
        let path = runs[1].path
        let damages = [
            (words: "can't be judged", host: Array("{".utf8)),
            (words: "host.json: is of another run", host: try fixture.bytes(runs[0].hostFile)),
        ]
        for (index, damage) in damages.enumerated() {
            let kept = fixture.home.appending("kept")
            try FileManager.default.copyItem(atPath: path.string, toPath: kept.string)
            try Data(damage.host).write(to: URL(fileURLWithPath: path.appending("host.json").string))
            let package = try pack(runs, in: fixture)
            try FileManager.default.removeItem(atPath: path.string)
            try FileManager.default.moveItem(atPath: kept.string, toPath: path.string)
            let theirs = fixture.home.appending("theirs-\(index)")
            var taken: [String] = []
            var reasons: [String] = []
            let file = try FileDescriptor.open(package, .readOnly)
            try file.closeAfter {
                var importing = PackageImport(file, named: "package.tar", into: theirs)
                try importing.run {
                    taken.append($0.folder.id)
                } refused: {
                    reasons.append("\($0)")
                }
            }
            #expect(taken == [runs[0].id, runs[2].id])
            #expect(reasons.count == 1 && reasons[0].contains(damage.words), "\(reasons)")
            #expect(fixture.names(in: theirs).allSatisfy { !$0.hasPrefix(".") && !$0.hasPrefix(runs[1].id) })
        }
    }

    /// One run of this id is here, and the package has another.
    @Test func replacesNothing() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm"])
        let run = try #require(RunSelection(results: fixture.results).all().first)
        let package = try pack([run], in: fixture)
        try Data("other".utf8).write(to: URL(fileURLWithPath: run.consoleFile.string))
        let error = #expect(throws: EvidenceError.self) { try take(package, into: fixture.results) }
        #expect(error?.description.contains("another of this name") == true)
        #expect(try fixture.bytes(run.consoleFile) == Array("other".utf8))
        #expect(fixture.names(in: fixture.results).filter { $0.hasPrefix(".") } == [])
    }
}
