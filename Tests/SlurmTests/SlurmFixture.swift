import Evidence
import Foundation
import GuestProtocol
import Record
import Runs
import Scenario
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// A folder with a scenario, a kernel in a cache of its own, and a QEMU that is a shell script: what a matrix needs that boots nothing.
struct SlurmFixture: Sendable {
    /// How one call of the command ended.
    struct Answer {
        let status: Int
        let output: String
        let errors: String
    }

    let folder: FilePath

    /// Runs `body` in a fresh folder with a running cluster, and takes both away afterwards.
    static func onACluster(_ body: @escaping @Sendable (SlurmFixture, SlurmCluster) async throws -> Void) async throws {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "oomlab-slurm-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: place) }
        let fixture = SlurmFixture(folder: FilePath(place.path))
        try fixture.write("quiet.yaml", scenario)
        try fixture.write("bin/qemu-system-x86_64", fixture.emulator, executable: true)
        for seed in UInt64(0)...3 { try fixture.write("frames-\(seed)", evidence(seed: seed)) }
        try fixture.addKernel()
        try fixture.write("slurm/.keep", "")
        try await SlurmCluster.running(in: fixture.folder.appending("slurm")) { cluster in
            try await body(fixture, cluster)
        }
    }

    /// Runs the built command to its end on the cluster.
    func run(
        _ arguments: [String], on cluster: SlurmCluster, whileRunning: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Answer {
        let own = FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let result = try await Subprocess.run(
            .path(own.removingLastComponent().appending("oomlab")), arguments: Arguments(arguments),
            environment: .inherit.updating([
                "PATH": "\(folder)/bin:/usr/sbin:/usr/bin:/bin", "XDG_CACHE_HOME": "\(folder)/cache",
                "SLURM_CONF": cluster.configuration.string,
            ]), workingDirectory: folder, input: .none, output: .string(limit: 16 << 20),
            error: .string(limit: 16 << 20)
        ) { execution in
            try await whileRunning(execution.processIdentifier.value)
        }
        let status: Int
        switch result.terminationStatus {
        case .exited(let code): status = Int(code)
        case .signaled(let signal): status = 128 + Int(signal)
        }
        return Answer(status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// The names in the folder of runs, hidden ones too.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/results/runs")) ?? []).sorted()
    }

    /// The records of the finished runs.
    func records() throws -> [RunRecord] {
        try RunSelection(results: folder.appending("results/runs")).all().map(RunRecord.init(in:))
    }

    /// The processes of this folder whose command lines hold `word`.
    func processes(named word: String) -> [pid_t] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.compactMap { pid_t($0) }.filter { number in
            let bytes = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
            let line = String(decoding: bytes, as: UTF8.self)
            return line.contains(folder.string) && line.contains(word)
        }
    }

    /// Whether there is a file.
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(name).string) }

    /// Takes a file away.
    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.appending(name).string) }

    /// Writes a file.
    func write(_ name: String, _ bytes: some Sequence<UInt8>, executable: Bool = false) throws {
        let path = folder.appending(name)
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        if executable { chmod(path.string, 0o755) }
    }

    /// Writes a text file.
    func write(_ name: String, _ text: String, executable: Bool = false) throws {
        try write(name, text.utf8, executable: executable)
    }

    /// A machine that ends well; with seed 3 it hangs as long as there is a file `hang`.
    private var emulator: String {
        """
        #!/bin/sh
        case "$1" in
        --version) echo 'QEMU emulator version 0.0 (a shell script)'; exit 0 ;;
        -help|-machine) exit 0 ;;
        esac
        seed=$(od -An -tu8 -j8 -N8 plan | tr -d ' ')
        if [ "$seed" = 3 ] && [ -e \(folder)/hang ]; then touch \(folder)/hangs; exec sleep 1000; fi
        dd if=\(folder)/frames-$seed of=evidence.bin conv=notrunc status=none
        exit 33
        """
    }

    /// An agent that greets and takes its leave.
    private static func evidence(seed: UInt64) throws -> [UInt8] {
        let plan = try Scenario.parse(source: scenario, file: "quiet.yaml").plan(seed: seed)
        var writer = FrameWriter()
        writer.append(
            .hello(
                Record.Hello(
                    version: Plan.version, planChecksum: Plan.checksum(of: plan.encoded()),
                    release: Array("6.12.1-toy".utf8), kernelVersion: [], cpusOnline: 1, pageSize: 4096)),
            timeNs: 1_000_000)
        writer.appendSteps(of: plan, timeNs: 1_100_000)
        writer.finish(timeNs: 2_000_000)
        return writer.bytes
    }

    /// A kernel as `kernels add` leaves one; the emulator never looks at it.
    private func addKernel() throws {
        let kernel = "cache/oomlab/v1/kernels/toy"
        try write("\(kernel)/bzImage", "no kernel")
        try write(
            "\(kernel)/kernel.json",
            """
            {"schema": "oomlab.kernel/1", "name": "toy", "origin": "added", "imageBytes": 9, "hasModules": false, "bytes": 9,
             "identity": {"release": "6.12.1-toy", "version": "#1", "flavour": "6.12.1",
              "sha256": "7ae1ec2e71e85d5ff3ff8fcb88cf886c96c8fde8496996826e99be74e76ec95d"}}
            """)
    }

    private static let scenario = """
        scenario: quiet
        claim: rarity
        summary: A process that takes a little.
        description: It takes some memory and is watched.
        machine: {memory: 64M, cpus: 1}
        needs: {kernel: ">=5.10", controllers: [memory]}
        groups:
          - {name: arena, memory.max: 32M}
        processes:
          - {role: hog, workload: anon, group: arena, arguments: {size: 8M}}
        steps:
          - start: hog
          - observe: 100ms
        """
}

/// What `attempt` gives as soon as it gives something. Fails after two minutes.
func eventually<Value: Sendable>(_ what: Comment, _ attempt: () async throws -> Value?) async throws -> Value {
    for _ in 0..<6000 {
        if let value = try await attempt() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try #require(try await attempt(), what)
}
