import Faults
import Foundation
import HostFiles
import Kernels
import SystemPackage

/// Looks at this host: what a run, a download of kernels and the faster mode need, and what of it is there.
public struct Doctor: Sendable {
    private let environment: [String: String]
    private let cache: CacheFolder
    private let kernels: [InstalledKernel]
    private let programFolders: [FilePath]

    /// A look at the host with these kernels and this cache.
    public init(
        kernels: [InstalledKernel], cache: CacheFolder = .standard(),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        programFolders: [FilePath] = OwnPrograms.folders()
    ) {
        self.kernels = kernels
        self.cache = cache
        self.environment = environment
        self.programFolders = programFolders
    }

    /// Everything that was looked at, in the order in which a newcomer needs it. Takes up to ten seconds where KVM must be tried.
    public func examine() async -> [Finding] {
        var findings: [Finding] = []
        let emulator = try? await Emulator.find(environment: environment)
        findings += await emulatorFindings(emulator)
        let programs = programFinding()
        findings.append(programs.finding)
        if let emulator, let found = programs.found { findings.append(await turnsFinding(emulator, found)) }
        findings.append(cacheFinding())
        if let emulator, let found = programs.found { findings.append(await trialFinding(emulator, found)) }
        findings.append(snapshotFinding())
        findings += Doctor.tools.map(toolFinding)
        findings.append(kernelFinding())
        findings.append(await kvmFinding(emulator, programs.found))
        findings.append(cgroupFinding())
        return findings
    }

    // MARK: QEMU

    /// Devices without which no run is possible.
    private static let devices = [Architecture.current.exitDevice, "ivshmem-plain", "i6300esb", "pvpanic-pci"]

    private func emulatorFindings(_ emulator: Emulator?) async -> [Finding] {
        let install = Emulator.installing
        guard let emulator else {
            return [Finding("qemu", .missing, "no \(Emulator.program) that runs in PATH", remedy: install)]
        }
        var findings = [Finding("qemu", .ok, "\(emulator.version) at \(emulator.path)")]
        let devices = (try? await emulator.devices()) ?? []
        for device in Doctor.devices {
            let there = devices.contains(device)
            findings.append(
                Finding(
                    "qemu \(device)", there ? .ok : .missing, there ? "offered" : "this QEMU is built without it",
                    remedy: there ? nil : install))
        }
        findings.append(
            emulator.hasSandbox
                ? Finding("qemu sandbox", .ok, "QEMU runs behind its system call filter")
                : Finding("qemu sandbox", .note, "this QEMU is built without seccomp: it runs unconfined"))
        return findings
    }

    // MARK: oomlab's own

    private func programFinding() -> (finding: Finding, found: OwnPrograms?) {
        do {
            let programs = try OwnPrograms.find(in: programFolders)
            let folder = programs.agent.removingLastComponent()
            return (Finding("guest programs", .ok, "in \(folder)"), programs)
        } catch let error as HostError {
            return (Finding("guest programs", .missing, error.message, remedy: error.remedy), nil)
        } catch {
            return (Finding("guest programs", .missing, "\(error)"), nil)
        }
    }

    private func turnsFinding(_ emulator: Emulator, _ programs: OwnPrograms) async -> Finding {
        let loads = (try? await emulator.loads(programs.turns)) ?? false
        guard loads else {
            return Finding(
                "qemu turns", .note,
                "this QEMU doesn't load \(programs.turns): on a busy host some deterministic runs differ by nanoseconds",
                remedy: "use a QEMU that is linked dynamically, as Debian's is")
        }
        return Finding("qemu turns", .ok, "QEMU's threads take turns, so that deterministic runs repeat")
    }

    private func trialFinding(_ emulator: Emulator, _ programs: OwnPrograms) async -> Finding {
        let name = "deterministic run"
        let failure: String?
        do {
            failure = try await TrialMachine(emulator: emulator, programs: programs, cache: cache).failure()
        } catch {
            return Finding(name, .missing, "a tiny machine could not be started: \(error)")
        }
        guard let failure else {
            return Finding(name, .ok, "a tiny machine of type \(emulator.machineType) ran to its end")
        }
        return Finding(
            name, .missing, "a tiny machine didn't end as it should: \(failure)",
            remedy: "use Debian's QEMU, 7.2 to 11.1 (`\(Emulator.installing)`), or run with --mode realtime")
    }

    /// A kernel with its modules and the boot images made of it.
    private static let roomBytes: UInt64 = 1 << 30

    private func cacheFinding() -> Finding {
        do {
            try CacheFolder.make(cache.path, whatFor: "the cache")
        } catch {
            return Finding(
                "cache", .missing, "\(error)", remedy: "set XDG_CACHE_HOME to a folder that you may write to")
        }
        guard access(cache.path.string, W_OK) == 0 else {
            return Finding(
                "cache", .missing, "\(cache.path) may not be written",
                remedy: "set XDG_CACHE_HOME to a folder that you may write to")
        }
        var volume = statvfs()
        guard statvfs(cache.path.string, &volume) == 0 else {
            return Finding("cache", .note, "\(cache.path): free space unknown (\(SystemCause.ofErrno))")
        }
        let free = UInt64(volume.f_bavail) * UInt64(volume.f_frsize)
        let detail = "\(cache.path), \(free >> 20) MiB free"
        if free < Doctor.roomBytes { return Finding("cache", .missing, detail, remedy: "make 1 GiB of room there") }
        return Finding("cache", .ok, detail)
    }

    private func snapshotFinding() -> Finding {
        let limit: UInt64
        do {
            limit = try SnapshotCache.limit(in: environment)
        } catch {
            return Finding("snapshots", .missing, "\(error)", remedy: "unset \(SnapshotCache.limitVariable)")
        }
        guard limit > 0 else {
            return Finding("snapshots", .note, "\(SnapshotCache.limitVariable)=0: every run boots its machine")
        }
        let (count, bytes) = SnapshotCache(cache, limitBytes: limit).contents
        let kept = count == 1 ? "1 booted machine" : "\(count) booted machines"
        return Finding(
            "snapshots", .ok,
            "\(kept), \(bytes >> 20) MiB of at most \(limit >> 20) (\(SnapshotCache.limitVariable) sets another limit)")
    }

    // MARK: Kernels

    /// What fetching kernels calls: name, package, and what for.
    private static let tools = [
        ("apt-get", "apt", "fetches kernels"), ("dpkg-deb", "dpkg", "unpacks kernels"),
        ("zstd", "zstd", "unpacks newer kernels' images and modules"),
        ("lz4", "lz4", "unpacks kernels' images up to 6.1"), ("xz", "xz-utils", "unpacks modules"),
    ]

    private func toolFinding(_ name: String, package: String, whatFor: String) -> Finding {
        if let path = ProgramSearch.find(name, environment: environment) {
            return Finding(name, .ok, path.string)
        }
        return Finding(name, .missing, "not in PATH; it \(whatFor)", remedy: "apt-get install \(package)")
    }

    private func kernelFinding() -> Finding {
        guard !kernels.isEmpty else {
            return Finding("kernels", .note, "none in the cache yet", remedy: "oomlab kernels fetch newest")
        }
        return Finding("kernels", .ok, kernels.map(\.name).joined(separator: ", "))
    }

    // MARK: For information

    private func kvmFinding(_ emulator: Emulator?, _ programs: OwnPrograms?) async -> Finding {
        guard let emulator, let programs else {
            return Finding("kvm", .note, "not tried: it takes QEMU and the guest programs")
        }
        let probe = KVMProbe(emulator: emulator, vmGuard: programs.vmGuard, cache: cache)
        let answer: KVMProbe.Answer
        if let known = probe.knownAnswer {
            answer = known
        } else if let kernel = kernels.last {
            do {
                let image = try GuestImage.make(programs: programs, modules: [], cache: cache)
                answer = await probe.answer(kernel: kernel.elf ?? kernel.bzImage, initramfs: image.path)
            } catch {
                return Finding("kvm", .note, "not tried: \(error)")
            }
        } else {
            return Finding("kvm", .note, "not tried: that takes a kernel", remedy: "oomlab kernels fetch newest")
        }
        if answer.works { return Finding("kvm", .ok, "a kernel ran; --mode realtime uses it") }
        return Finding("kvm", .note, "\(answer.reason); --mode realtime emulates instead, and nothing else needs it")
    }

    private func cgroupFinding() -> Finding {
        if access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0 {
            return Finding("host cgroups", .note, "version 2 (runs have their own, inside the guest)")
        }
        if access("/sys/fs/cgroup/memory", F_OK) == 0 {
            return Finding("host cgroups", .note, "version 1 (runs have their own, inside the guest)")
        }
        return Finding("host cgroups", .note, "none mounted (runs have their own, inside the guest)")
    }
}
