import Evidence
import GuestProtocol

/// Every reading of every file that the agent recorded. A file whose content had not changed was not written again, so a reading holds until the next one.
public struct FileSeries: Equatable, Sendable {
    /// One reading.
    public struct Reading: Equatable, Sendable {
        /// When it was read.
        public let timeNs: UInt64
        /// 0, or why it couldn't be.
        public let errno: Int32
        /// What it held.
        public let content: Bytes

        /// The content as text, with replacement characters for what is not UTF-8.
        public var text: String { String(decoding: content, as: UTF8.self) }
    }

    private var readings: [String: [Reading]] = [:]
    /// The recorded paths, sorted.
    public let paths: [String]

    /// Collects the readings of `entries`, which are in the order of the file.
    public init(_ entries: [Evidence.Entry]) {
        var readings: [String: [Reading]] = [:]
        var names: [UInt16: String] = [:]
        for entry in entries {
            switch entry.record {
            case .fileName(let id, let path): names[id] = String(decoding: path, as: UTF8.self)
            case .fileContent(let file):
                guard let path = names[file.id] else { continue }
                // The guest's clock never goes back; a stamp that does is nonsense, and counts as the one before.
                let time = max(entry.timeNs, readings[path]?.last?.timeNs ?? 0)
                readings[path, default: []].append(
                    Reading(timeNs: time, errno: file.errno, content: file.content))
            default: break
            }
        }
        self.readings = readings
        paths = readings.keys.sorted()
    }

    /// The readings of the file at `path`, in order; empty where it was never read.
    public func all(_ path: String) -> [Reading] { readings[path] ?? [] }

    /// The last good reading at or before `time`.
    public func last(_ path: String, at time: UInt64 = .max) -> Reading? {
        let readings = all(path)
        let later = readings.partitioned { $0.timeNs <= time }
        guard later > 0, readings[later - 1].errno == 0 else { return nil }
        return readings[later - 1]
    }

    /// The first good reading.
    public func first(_ path: String) -> Reading? { all(path).first { $0.errno == 0 } }

    /// The path under which `file` of the v2 group `name` was recorded; `nil` where it wasn't.
    public func path(group name: String, file: String) -> String? {
        let usual = "/sys/fs/cgroup/\(name)/\(file)"
        if readings[usual] != nil { return usual }
        return paths.first { $0.hasSuffix("/\(name)/\(file)") }
    }
}
