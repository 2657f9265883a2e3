import Evidence
import Foundation
import GuestProtocol
import Judge
import Record
import Runs
import TestSupport
import Testing

/// A folder whose files are of several runs is an ERROR, whatever they say.
@Suite struct IdentityTests {
    private static let run = GoldenRun(name: "6.18-frozen-victim-v1")

    /// Changes a copy of the run and expects an ERROR with these words.
    private func expect(_ words: String, _ change: (RunFolder) throws -> Void) throws {
        try Self.run.withCopy { folder in
            try #require(try Judge.judge(folder).status == .pass)
            try change(folder)
            let record = try Judge.judgeAndWrite(folder)
            let reason = record.reason ?? ""
            #expect(record.status == .error, "\(record.status)")
            #expect(reason.hasPrefix("the run's files don't belong together: ") && reason.contains(words), "\(reason)")
            #expect(try RunRecord(in: folder).status == .error)
        }
    }

    private func copy(_ name: String, of other: String, into folder: RunFolder) throws {
        let file = folder.path.appending(name).string
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.copyItem(
            atPath: GoldenRun(name: other).folder.path.appending(name).string, toPath: file)
    }

    private func changeHost(_ folder: RunFolder, _ change: (inout HostAccount) -> Void) throws {
        var host = try folder.host()
        change(&host)
        try folder.write(host)
    }

    /// Another scenario, another kernel with the same one, and another kernel with another.
    @Test(arguments: ["5.10-frozen-victim-v1", "6.17-frozen-victim-v2", "5.10-baseline-anon"])
    func aFileOfAnotherRun(other: String) throws {
        try expect("fingerprint") { try copy("evidence.bin", of: other, into: $0) }
        try expect("belong together") { try copy("host.json", of: other, into: $0) }
        guard other != "5.10-frozen-victim-v1" else { return }
        try expect("scenario.yaml") { try copy("scenario.yaml", of: other, into: $0) }
        try expect("another plan") { try copy("plan", of: other, into: $0) }
    }

    /// The plan of the same scenario with another seed, more CPUs, or one byte more.
    @Test func anotherPlan() throws {
        for change in [{ $0.seed = 7 }, { $0.cpus = 2 }, { $0.deadlineNs += 1 }] as [(inout Plan) -> Void] {
            try expect("another plan") { folder in
                var plan = try folder.plan()
                change(&plan)
                try Data(plan.encoded()).write(to: URL(fileURLWithPath: folder.planFile.string))
            }
        }
    }

    @Test func anotherHost() throws {
        try expect("the guest ran 6.18") { try changeHost($0) { $0.kernel.release = "6.1.0-56-cloud-amd64" } }
        try expect("the guest ran the build") { try changeHost($0) { $0.kernel.version = "6.18 (me@here) #2 SMP" } }
        try expect("named after the fingerprint 00000000") {
            try changeHost($0) { $0.id = "20261124T223653Z-frozen-victim-v1-6.18.15-00000000" }
        }
        try expect("seed") { try changeHost($0) { $0.seed = 3 } }
        try expect("CPUs") { try changeHost($0) { $0.machine.cpus = 4 } }
    }

    @Test(arguments: [
        ("memory.max: ${limit}", "memory.high: ${limit}"), ("observe: 5s", "observe: 6s"), ("pusher", "pushed"),
        ("size: endless", "size: 500M"), ("  - sleep: 500ms\n", ""),
    ])
    func anotherScenario(old: String, new: String) throws {
        try expect("scenario.yaml") { folder in
            let source = try folder.scenarioSource()
            let changed = source.replacing(old, with: new)
            try #require(changed != source, "the scenario has no '\(old)'")
            try Data(changed.utf8).write(to: URL(fileURLWithPath: folder.scenarioFile.string))
        }
    }

    /// A run's folder may get a name of the user's, but not that of another run.
    @Test func anotherName() throws {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-identity-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        for (name, isError) in [
            ("before-the-fix", false), (try Self.run.folder.host().id, false),
            ("20261124T223653Z-frozen-victim-v1-6.18.15-2d037fb0", true),
        ] {
            let place = base.appendingPathComponent(name)
            try FileManager.default.copyItem(atPath: Self.run.folder.path.string, toPath: place.path)
            let record = try Judge.judge(RunFolder(path: .init(place.path)))
            #expect((record.status == .error) == isError, "\(name): \(record.reason ?? "")")
        }
    }
}
