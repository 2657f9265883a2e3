import Foundation
import Subprocess
import SystemPackage
import Testing

/// A Slurm of one node on this host: its own munged, slurmctld and slurmd, with their own ports, keys and state, started by a test and ended by it.
struct SlurmCluster: Sendable {
    /// What clients find it by.
    let configuration: FilePath

    /// The daemons, and what brings them.
    private static let programs = [
        "munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo",
    ]

    /// What this host lacks for a cluster; `nil` where it lacks nothing.
    static func missing() -> String? {
        let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let missing = programs.filter { name in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
        }
        if !missing.isEmpty { return "no \(missing.joined(separator: ", ")) (run scripts/bootstrap)" }
        // slurmd starts tasks as other users, and munged trusts root's key alone.
        return geteuid() == 0 ? nil : "Slurm's daemons need root"
    }

    /// Whether tests are to run: with OOMLAB_NO_SKIP=1 (as in CI) they fail where they can't.
    static var isWanted: Bool {
        missing() == nil || !ProcessInfo.processInfo.environment["OOMLAB_NO_SKIP", default: ""].isEmpty
    }

    /// Runs `body` with a cluster whose files lie in `folder`, and ends it afterwards.
    static func running<Result: Sendable>(
        in folder: FilePath, _ body: @escaping @Sendable (SlurmCluster) async throws -> Result
    ) async throws -> Result {
        if let missing = missing() { throw Failure(log: missing) }
        let cluster = SlurmCluster(configuration: folder.appending("slurm.conf"))
        let key = try cluster.prepare(folder)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            // Whatever ends this block cancels the daemons and waits for them.
            defer { group.cancelAll() }
            let files = ["socket", "pid-file", "seed-file", "log-file"].map { "--\($0)=\(folder)/munge.\($0)" }
            group.addTask {
                try await cluster.daemon("munged", ["--foreground", "--force", "--key-file=\(key)"] + files)
            }
            _ = try await eventually("munged listens") {
                FileManager.default.fileExists(atPath: "\(folder)/munge.socket") ? true : nil
            }
            group.addTask { try await cluster.daemon("slurmctld", ["-D"]) }
            group.addTask { try await cluster.daemon("slurmd", ["-D", "-N", "node"]) }
            try await cluster.waitForNode(folder)
            return try await body(cluster)
        }
    }

    /// Runs one of Slurm's commands on this cluster.
    @discardableResult
    func call(_ program: String, _ arguments: String...) async throws -> String {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments),
            environment: .inherit.updating(["SLURM_CONF": configuration.string]), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return result.standardOutput
    }

    /// Writes what the daemons need and gives back the file of munge's key.
    private func prepare(_ folder: FilePath) throws -> FilePath {
        for name in ["state", "spool"] {
            try FileManager.default.createDirectory(
                atPath: folder.appending(name).string, withIntermediateDirectories: true)
        }
        chmod(folder.string, 0o700)
        let key = folder.appending("munge.key")
        let bytes = (0..<128).map { _ in UInt8.random(in: 0 ... .max) }
        try Data(bytes).write(to: URL(fileURLWithPath: key.string))
        chmod(key.string, 0o600)
        try SlurmCluster.text(in: folder).write(toFile: configuration.string, atomically: true, encoding: .utf8)
        return key
    }

    /// The node never came up.
    private struct Failure: Error, CustomStringConvertible {
        let log: String
        var description: String { "the cluster did not come up: \(log.suffix(2000))" }
    }

    private func waitForNode(_ folder: FilePath) async throws {
        // Counted in time: where no controller answers, one call takes ten seconds.
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if try await call("sinfo", "--noheader", "--format=%T").hasPrefix("idle") { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(log: (try? String(contentsOfFile: "\(folder)/slurmctld.log", encoding: .utf8)) ?? "")
    }

    /// Runs until it is cancelled, and is killed then: its state goes with the folder.
    private func daemon(_ name: String, _ arguments: [String]) async throws {
        _ = try await Subprocess.run(
            .path(FilePath("/usr/sbin/\(name)")), arguments: Arguments(arguments),
            environment: .inherit.updating(["SLURM_CONF": configuration.string]), input: .none, output: .discarded,
            error: .discarded)
    }

    /// slurm.conf(5). With IPv6 allowed, names are resolved for either family, which works on a host that has no address but loopback's; where the
    /// daemons ask for IPv4 alone, getaddrinfo(3) leaves them without one there (AI_ADDRCONFIG).
    private static func text(in folder: FilePath) throws -> String {
        let ports = [try freePort(), try freePort()]
        let families = hasIPv6() ? "CommunicationParameters=EnableIPv6" : ""
        return """
            ClusterName=oomlab
            SlurmctldHost=localhost(127.0.0.1)
            SlurmctldPort=\(ports[0])
            SlurmdPort=\(ports[1])
            \(families)
            AuthType=auth/munge
            AuthInfo=socket=\(folder)/munge.socket
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            MpiDefault=none
            SlurmUser=root
            SlurmdUser=root
            StateSaveLocation=\(folder)/state
            SlurmdSpoolDir=\(folder)/spool
            SlurmctldPidFile=\(folder)/slurmctld.pid
            SlurmdPidFile=\(folder)/slurmd.pid
            SlurmctldLogFile=\(folder)/slurmctld.log
            SlurmdLogFile=\(folder)/slurmd.log
            SchedulerParameters=sched_interval=1,batch_sched_delay=1
            KillWait=10
            NodeName=node NodeHostname=\(ProcessInfo.processInfo.hostName.prefix { $0 != "." }) NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """
    }

    /// Whether this host's kernel speaks IPv6: the daemons listen by it where it is allowed.
    private static func hasIPv6() -> Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        close(descriptor)
        return descriptor >= 0
    }

    /// A port that nobody listens on at this moment.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(bound)
        return UInt16(bigEndian: address.sin_port)
    }
}
