#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The host's memory.
public enum HostMemory {
    /// What the kernel says could be given to programs without swapping (MemAvailable); `nil` where it doesn't say.
    @Sendable public static func availableBytes() -> UInt64? {
        guard let data = FileManager.default.contents(atPath: "/proc/meminfo") else { return nil }
        return availableBytes(meminfo: String(decoding: data, as: UTF8.self))
    }

    static func availableBytes(meminfo: String) -> UInt64? {
        for line in meminfo.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            let words = line.split(separator: " ")
            guard words.count == 3, words[2] == "kB", let kilobytes = UInt64(words[1]) else { return nil }
            return kilobytes << 10
        }
        return nil
    }
}
