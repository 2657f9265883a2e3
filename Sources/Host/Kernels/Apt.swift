import Faults
import Foundation
import Synchronization
import SystemPackage

/// Debian's apt with lists and state of its own below the cache: no root rights, and the system's sources stay as they are.
struct Apt {
    let cache: KernelCache
    let mirror: DebianMirror
    /// The lock of the cache, held by the caller.
    let lock: FileDescriptor
    let notify: @Sendable (KernelNotice) -> Void

    private var settings: FilePath { cache.apt.appending("apt.conf") }

    /// Fetches the package lists of every suite; throws `HostError` where none of them can be had.
    ///
    /// A suite that is gone from the mirror, or whose keys this host lacks, is noted and left out.
    func update() async throws {
        try writeSettings()
        let ending = try await run(.aptGet, ["update"], step: "reading package lists")
        guard !ending.complaints.isEmpty || !ending.succeeded else { return }
        let failed = Self.failedSuites(in: ending.complaints)
        let all = DebianMirror.suites + DebianMirror.securitySuites
        guard !failed.isEmpty else {
            if ending.succeeded { return }
            throw HostError(
                "apt-get update failed: \(Self.reason(ending.complaints))",
                remedy: "mend what apt names, then try again")
        }
        if failed.count == all.count {
            throw HostError(
                "no package list can be had from \(mirror.archive): \(Self.reason(ending.complaints))",
                remedy: "check the network, or name another mirror with --mirror")
        }
        notify(.note("left out for now: \(failed.joined(separator: ", ")) (\(Self.reason(ending.complaints)))"))
    }

    /// The kernels in the lists that were fetched last.
    func offers() async throws -> [KernelOffer] {
        try writeSettings()
        let text = LineCollector()
        let pattern = #"^linux-(image|binary|modules|base)-[0-9].*-\#(Architecture.current.packageName)$"#
        let ending = try await run(
            .aptCache, ["search", "--names-only", "--full", pattern], step: "reading package lists", line: text.add)
        guard ending.succeeded else {
            throw HostError("apt-cache search failed: \(Self.reason(ending.complaints))")
        }
        return KernelOffer.parse(text.text)
    }

    /// Downloads packages; goes on with what an interrupted download left. Returns apt's complaints: the caller looks at the files.
    func download(_ packages: [KernelOffer.Package], step: String) async throws -> [String] {
        try writeSettings()
        let names = packages.map { "\($0.name)=\($0.version)" }
        return try await run(.aptGet, ["download"] + names, in: cache.downloads, step: step).complaints
    }

    private func run(
        _ tool: Tool, _ arguments: [String], in folder: FilePath? = nil, step: String,
        line: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Tool.Ending {
        notify(.progress(step, fraction: nil))
        let notify = notify
        return try await tool.lines(
            ["--config-file", settings.string, "-o", "APT::Status-Fd=1", "-qq"] + arguments, in: folder, lock: lock
        ) { text in
            if text.hasPrefix("dlstatus:") {
                notify(.progress(step, fraction: Self.fraction(text)))
            } else {
                line(text)
            }
        }
    }

    /// Writes apt's settings and sources.
    private func writeSettings() throws {
        for folder in ["lists/partial", "state", "archives/partial", "downloads"] {
            try FileManager.default.createDirectory(
                atPath: cache.apt.appending(folder).string, withIntermediateDirectories: true)
        }
        try write(AptSettings.configuration(in: cache.apt), to: settings)
        let keyring = try AptSettings.keyring(for: mirror)
        try write(AptSettings.sources(mirror, keyring: keyring), to: cache.apt.appending("sources.list"))
    }

    private func write(_ text: String, to path: FilePath) throws {
        try Data(text.utf8).write(to: URL(filePath: path.string), options: .atomic)
    }

    /// The part done, from `dlstatus:INDEX:PERCENT:TEXT`.
    static func fraction(_ status: String) -> Double? {
        let fields = status.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, let percent = Double(fields[2]), (0...100).contains(percent) else { return nil }
        return percent / 100
    }

    /// The suites that apt's complaints name.
    static func failedSuites(in complaints: [String]) -> [String] {
        (DebianMirror.suites + DebianMirror.securitySuites).filter { suite in
            complaints.contains { line in
                line.contains("/dists/\(suite)/") || line.contains(" \(suite) InRelease")
                    || line.contains(" \(suite) Release")
            }
        }
    }

    /// One line for what apt said, with the way out where keys are missing.
    static func reason(_ complaints: [String]) -> String {
        if complaints.contains(where: { $0.contains("NO_PUBKEY") }) {
            return "this host lacks the release keys: install a newer debian-archive-keyring"
        }
        return complaints.first { $0.hasPrefix("E: ") || $0.contains("Failed to fetch") } ?? complaints.first
            ?? "apt gives no reason"
    }
}

/// Gathers the lines of a tool's output, at most 64 MiB.
final class LineCollector: Sendable {
    private let lines = Mutex<[UInt8]>([])

    var text: String { String(decoding: lines.withLock { $0 }, as: UTF8.self) }

    @Sendable func add(_ line: String) {
        lines.withLock { bytes in
            guard bytes.count < 64 << 20 else { return }
            bytes.append(contentsOf: line.utf8)
            bytes.append(10)
        }
    }
}
