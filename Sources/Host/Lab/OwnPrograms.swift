import Faults
import Foundation
import HostFiles
import SystemPackage

/// The programs that are built together with the command: the guest's two, the guard, and the library by which QEMU's threads take turns.
public struct OwnPrograms: Hashable, Sendable {
    /// The agent, which is the guest's `/init`.
    public let agent: FilePath
    /// The workloads' multi-call binary, which is the guest's `/bin/workload`.
    public let workload: FilePath
    /// The guard that stands between the command and QEMU.
    public let vmGuard: FilePath
    /// The library that QEMU is started with where it counts instructions.
    public let turns: FilePath

    /// Programs at known places.
    public init(agent: FilePath, workload: FilePath, vmGuard: FilePath, turns: FilePath) {
        self.agent = agent
        self.workload = workload
        self.vmGuard = vmGuard
        self.turns = turns
    }

    /// Their file names.
    public static let names = ["oomlab-agent", "oomlab-workload", "oomlab-guard", "liboomlab-turns.so"]

    /// The running command itself. Throws `HostError` where the kernel doesn't tell.
    public static func executable() throws -> FilePath {
        do {
            return FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        } catch {
            throw HostError("can't find the running command (\(SystemCause.of(error)))", remedy: "mount /proc")
        }
    }

    /// Where they are looked for: OOMLAB_LIBEXEC, beside the running executable (a build folder), and in `../libexec/oomlab` (an installation).
    public static func folders(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [FilePath] {
        var folders: [FilePath] = []
        if let named = environment["OOMLAB_LIBEXEC"], !named.isEmpty { folders.append(FilePath(named)) }
        if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            let beside = FilePath(own).removingLastComponent()
            folders.append(beside)
            folders.append(beside.removingLastComponent().appending("libexec").appending("oomlab"))
        }
        return folders
    }

    /// Finds all of them in one folder. Throws `HostError` that names those which are missing.
    public static func find(in folders: [FilePath] = OwnPrograms.folders()) throws -> OwnPrograms {
        for folder in folders {
            let paths = names.map { folder.appending($0) }
            if paths.allSatisfy(ProgramSearch.isProgram) {
                return OwnPrograms(agent: paths[0], workload: paths[1], vmGuard: paths[2], turns: paths[3])
            }
        }
        let missing = names.filter { name in !folders.contains { ProgramSearch.isProgram($0.appending(name)) } }
        let places = folders.map(\.string).joined(separator: ", ")
        throw HostError(
            "\((missing.isEmpty ? names : missing).joined(separator: ", ")) not found together in \(places)",
            remedy: "build the whole package with `swift build`, or name the folder in OOMLAB_LIBEXEC")
    }
}
