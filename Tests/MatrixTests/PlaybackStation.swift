import Digest
import Evidence
import Foundation
import Lab
import Runs
import Scenario
import SystemPackage
import TestSupport
import Testing
import Vocabulary
@testable import Kernels
@testable import Matrix

/// A station that boots nothing: it plays back a golden run, whatever it is asked for, so that a whole matrix takes no longer than its files.
struct PlaybackStation: Station {
    let golden: GoldenRun
    /// Where the run folders appear.
    let output: FilePath
    let notice: @Sendable (String) -> Void = { _ in }

    func run(_ request: RunRequest) async throws -> RunFolder {
        try Task.checkCancellation()
        try FileManager.default.createDirectory(atPath: output.string, withIntermediateDirectories: true)
        var host = try golden.folder.host()
        let partial = try PartialFolder.make(in: output) { RunName.partial(started: .now, scenario: host.scenarioName) }
        for name in RunFolder.neededFileNames + ["console.log"] {
            let source = golden.folder.path.appending(name).string
            guard FileManager.default.fileExists(atPath: source) else { continue }
            try FileManager.default.copyItem(atPath: source, toPath: partial.folder.path.appending(name).string)
        }
        return try partial.finish(as: host.id) { id in
            host.id = id
            host.kernel = request.kernel
            host.cell = request.cell
            try partial.folder.write(host)
        }
    }

    /// The golden run's scenario on a kernel of its identity, whose image is an empty file in `place`.
    func cell(in place: TemporaryFolder, repetition: Int = 1) throws -> Cell {
        var identity = try golden.folder.host().kernel
        identity.sha256 = SHA256.of([])
        let image = try place.file("image", [])
        let scenario = try Scenario.parse(source: golden.folder.scenarioSource(), file: "scenario.yaml")
        return Cell(
            scenario: scenario,
            kernel: InstalledKernel(
                identity: identity, version: try #require(KernelVersion(identity.flavour)), name: identity.flavour,
                origin: .added, bzImage: image, elf: nil, modulesRoot: nil, bytes: 0),
            seed: 0, repetition: repetition)
    }
}
