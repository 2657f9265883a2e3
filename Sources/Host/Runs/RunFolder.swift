import Evidence
import Faults
import Foundation
import GuestProtocol
import SafeText
import SystemPackage

/// One run's folder: everything but `record.json` is raw, and `record.json` can be made from the rest again.
public struct RunFolder: Hashable, Sendable {
    /// Where it is.
    public let path: FilePath

    /// Where the verdict is published, if that is all there is of the run: then there is no folder at `path`.
    public let published: PublishedRecord?

    /// The folder at `path`, which need not exist yet.
    public init(path: FilePath) { self.init(path: path, published: nil) }

    init(path: FilePath, published: PublishedRecord?) {
        self.path = path
        self.published = published
    }

    /// The run's name.
    public var id: String { path.lastComponent?.string ?? path.string }

    /// The verdict.
    public var recordFile: FilePath { path.appending("record.json") }
    /// The plan as the guest read it.
    public var planFile: FilePath { path.appending("plan") }
    /// The guest's frames.
    public var evidenceFile: FilePath { path.appending("evidence.bin") }
    /// The kernel's log as text.
    public var kernelLogFile: FilePath { path.appending("kernel.log") }
    /// What the kernel wrote to its serial console.
    public var consoleFile: FilePath { path.appending("console.log") }
    /// The exact QEMU line, as a shell reads it.
    public var commandFile: FilePath { path.appending("command.txt") }
    /// The host's raw account.
    public var hostFile: FilePath { path.appending("host.json") }
    /// The scenario as it was run.
    public var scenarioFile: FilePath { path.appending("scenario.yaml") }

    /// More processes, or groups, than a scenario may have: what a study does for each of them stays bounded.
    static let maximumPlanned = 10_000

    /// The names of the raw files without which a run can't be judged.
    public static let neededFileNames = ["evidence.bin", "host.json", "plan", "scenario.yaml"]
    /// The names of the other files: made of the raw ones, only for reading, or of a machine that never wrote any.
    public static let otherFileNames = ["command.txt", "console.log", "kernel.log", "record.json", "samples.csv"]

    /// The plan. Throws `EvidenceError` where it is missing or of another version.
    public func plan() throws -> Plan {
        guard let plan = Plan(encoded: try planBytes()) else {
            throw EvidenceError(file: planFile, what: "is not a plan of version \(Plan.version)", remedy: runAgain)
        }
        guard max(plan.processes.count, plan.groups.count) <= RunFolder.maximumPlanned else {
            throw EvidenceError(file: planFile, what: "has more than \(RunFolder.maximumPlanned) processes or groups")
        }
        return plan
    }

    /// The plan as it went over the wire. Throws `EvidenceError` if it can't be read.
    public func planBytes() throws -> Bytes { try read(planFile, limit: 16 << 20) }

    /// The host's account. Throws `EvidenceError` where it is missing or malformed.
    public func host() throws -> HostAccount {
        let bytes = try read(hostFile, limit: 16 << 20)
        do {
            return try JSONDecoder().decode(HostAccount.self, from: Data(bytes))
        } catch {
            throw EvidenceError(file: hostFile, what: "is not a host's account (\(error))", remedy: runAgain)
        }
    }

    /// Writes the host's account.
    public func write(_ host: HostAccount) throws {
        let data = Data((try JSONText.text(host) + "\n").utf8)
        try data.write(to: URL(fileURLWithPath: hostFile.string))
    }

    /// The scenario's YAML text. Throws `EvidenceError` where it is missing.
    public func scenarioSource() throws -> String {
        String(decoding: try read(scenarioFile, limit: 4 << 20), as: UTF8.self)
    }

    /// The records. Throws `EvidenceError` where the file can't be read or is absurdly large; damage inside is told by `torn`.
    public func evidence() throws -> Evidence {
        Evidence(bytes: try read(evidenceFile, limit: Evidence.maximumBytes))
    }

    /// Whether the machine got so far as to have a console.
    public var hasConsole: Bool { FileManager.default.fileExists(atPath: consoleFile.string) }

    /// The verdict's JSON. Throws `EvidenceError` where the file can't be read or is absurdly large.
    public func recordJSON() throws -> Data {
        guard let published else { return Data(try read(recordFile, limit: Evidence.maximumBytes)) }
        do { return try published.json() } catch { throw unreadable(published.file, error) }
    }

    /// Where the verdict lies, for people and links: a file, or a line of one.
    public var recordPlace: String { published?.place ?? recordFile.string }

    /// The end of the console's text, at most 4 MiB, with replacement characters for what is not UTF-8. Throws `EvidenceError` where it is missing.
    public func console() throws -> String {
        let limit: UInt64 = 4 << 20
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: consoleFile.string))
            defer { try? file.close() }
            let size = try file.seekToEnd()
            try file.seek(toOffset: size > limit ? size - limit : 0)
            return String(decoding: try file.read(upToCount: Int(limit)) ?? Data(), as: UTF8.self)
        } catch {
            throw unreadable(consoleFile, error)
        }
    }

    private let runAgain = "run the scenario again"

    private func read(_ file: FilePath, limit: Int) throws -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.string))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else {
                throw EvidenceError(file: file, what: "is larger than \(limit) bytes")
            }
            return [UInt8](data)
        } catch let error as EvidenceError {
            throw error
        } catch {
            if let published {
                throw EvidenceError(
                    file: FilePath(published.place), what: "is a published record, without raw evidence",
                    remedy: "run its line `again:` (oomlab results show \(id)) to have that")
            }
            throw unreadable(file, error)
        }
    }

    private func unreadable(_ file: FilePath, _ error: any Error) -> EvidenceError {
        EvidenceError(file: file, what: "can't be read (\(error.localizedDescription))", remedy: runAgain)
    }
}
