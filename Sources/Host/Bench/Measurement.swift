import Faults
import Foundation
import GuestProtocol
import Kernels
import Lab
import Scenario
import Statistics
import Subprocess
import SystemPackage

/// The measurements, each of which prints its own line with its bound.
struct Measurement {
    private let kernel: InstalledKernel
    private let scratch: FilePath
    private let lab: Lab
    private let bareLab: Lab
    private let scenario: Scenario

    /// Prepares both labs; the bare one's guest has the workload program as its init, which exits at once for want of arguments.
    init(kernel: InstalledKernel, scratch: FilePath) async throws {
        self.kernel = kernel
        self.scratch = scratch
        let programs = try OwnPrograms.find()
        lab = try await Lab(output: scratch.appending("runs"), programs: programs)
        bareLab = try await Lab(
            output: scratch.appending("bare"), cold: true,
            programs: OwnPrograms(
                agent: programs.workload, workload: programs.workload, vmGuard: programs.vmGuard, turns: programs.turns)
        )
        // Not the whole catalogue, which takes 80 ms: who times a bare boot times this, too.
        scenario = try ScenarioCatalogue.scenarios(named: ["baseline-anon"])[0]
    }

    /// The version of QEMU that is measured.
    var emulatorVersion: String { lab.emulator.version }

    /// Wall time of `oomlab run baseline-anon`, the whole command, as a ratio to a bare boot of the same bzImage;
    /// pair by pair, so that a drifting host cancels out.
    func coldRun(mode: Machine.Mode, pairs: Int) async throws {
        var ratios: [Double] = []
        for pair in 0...pairs {
            let run = try await seconds { try await command(mode, "--cold") }
            let bare = try await seconds { try await bareBoot(mode, from: kernel.bzImage) }
            if pair > 0 { ratios.append(run / bare) }
        }
        report("cold \(mode.rawValue) run / bare boot", ratios, bound: 1.2)
    }

    /// Wall time of a deterministic `oomlab run baseline-anon` from a kept machine, as a ratio to the same run from a boot. (In real time both
    /// wait for the same observation window.)
    func warmRun(pairs: Int) async throws {
        var ratios: [Double] = []
        // The first run makes the snapshot.
        for pair in 0...pairs {
            let warm = try await seconds { try await command(.deterministic) }
            let cold = try await seconds { try await command(.deterministic, "--cold") }
            if pair > 0 { ratios.append(warm / cold) }
        }
        report("warm deterministic run / cold run", ratios, bound: 0.33)
    }

    /// Wall time of the smoke scenarios, each from a kept machine, two machines at once, as a ratio to what they take one after the other
    /// divided by the processors that the two can have.
    func twoAtOnce(pairs: Int) async throws {
        // The first eight scenarios.
        let smoke = try ScenarioCatalogue.scenarios(named: ["smoke"]).map(\.name)
        var ratios: [Double] = []
        // The first round makes the snapshots.
        for pair in 0...pairs {
            var alone = 0.0
            for name in smoke {
                alone += try await seconds { try await command(.deterministic, run: [name]) }
            }
            let both = try await seconds { try await command(.deterministic, run: ["smoke"], "--jobs", "2") }
            let processors = Double(min(2, ProcessInfo.processInfo.activeProcessorCount))
            if pair > 0 { ratios.append(both / (alone / processors)) }
        }
        report("\(smoke.count) scenarios, two at once / alone", ratios, bound: 1.5)
    }

    /// What the guest has to unpack.
    func imageSize() throws {
        let image = try GuestImage.make(programs: lab.programs, modules: [], cache: lab.cache)
        line("initramfs, unpacked", Double(image.sizeBytes) / 1048576, unit: "MB", bound: 3)
    }

    /// What the agent takes of the guest it observes, by its own accounts: its memory at last, its time while the steps went on.
    func recorder() async throws {
        let evidence = try await lab.run(try request(.deterministic)).evidence()
        let usages = evidence.entries.compactMap { entry -> Record.Usage? in
            if case .usage(let usage) = entry.record { usage } else { nil }
        }
        let steps = evidence.entries.filter { if case .step = $0.record { true } else { false } }
        guard let began = steps.first?.timeNs, let ended = steps.last?.timeNs, ended > began, usages.count == 2 else {
            throw HostError("the run left no account of the agent")
        }
        line("agent, peak RSS", Double(usages[1].peakRSSBytes) / 1048576, unit: "MB", bound: 2.5)
        let share = Double(usages[0].cpuNs) / Double(ended - began)
        line("recorder, share of guest time", share * 100, unit: "%", bound: 2)
    }

    private func command(_ mode: Machine.Mode, run names: [String] = ["baseline-anon"], _ more: String...) async throws
    {
        let oomlab = try OwnPrograms.executable().removingLastComponent().appending("oomlab")
        let arguments =
            ["run"] + names + [
                "--kernel", kernel.identity.release, "--mode", mode.rawValue, "--quiet", "--output",
                scratch.appending("runs").string,
            ]
        let result = try await Subprocess.run(
            .path(oomlab), arguments: Arguments(arguments + more), output: .discarded, error: .string(limit: 65536))
        guard result.terminationStatus.isSuccess else { throw HostError("oomlab run failed: \(result.standardError)") }
    }

    /// Boots an image of the kernel with an init that exits at once.
    func bareBoot(_ mode: Machine.Mode, from image: FilePath) async throws {
        var request = try request(mode)
        request.bootImage = image
        let command = try await bareLab.command(for: request)
        let folder = scratch.appending("bare-boot")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        try Data(request.plan.encoded()).write(to: URL(fileURLWithPath: folder.appending("plan").string))
        _ = try await Subprocess.run(
            .path(command.executable), arguments: Arguments(command.arguments), workingDirectory: folder,
            output: .discarded, error: .discarded)
    }

    private func request(_ mode: Machine.Mode) throws -> RunRequest {
        RunRequest(
            kernel: kernel.identity, bootImage: kernel.elf ?? kernel.bzImage, plan: try scenario.plan(),
            scenarioName: scenario.name, scenarioSource: scenario.source,
            machine: Machine(memoryBytes: scenario.machine.memoryBytes, mode: mode))
    }

    private func seconds(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        let span = start.duration(to: .now).components
        return Double(span.seconds) + Double(span.attoseconds) / 1e18
    }

    private func report(_ what: String, _ ratios: [Double], bound: Double) {
        let sorted = ratios.sorted()
        line(
            what, Center.median(sorted) ?? .nan, unit: "×", bound: bound,
            note: String(format: "min %.2f, max %.2f", sorted.first ?? 0, sorted.last ?? 0))
    }

    private func line(_ what: String, _ value: Double, unit: String, bound: Double, note: String = "") {
        let verdict = value <= bound ? "within" : "OVER"
        let text = String(format: "%8.2f %@", value, unit)
        let limit = String(format: "%@ %.2f", verdict, bound)
        print("\(what.padding(toLength: 36, withPad: " ", startingAt: 0))\(text)  (\(limit))  \(note)")
    }
}
