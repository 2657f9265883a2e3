import Faults
import Foundation
import SystemPackage

/// Files that are there whole or not at all, with any number of commands at once.
package enum AtomicFile {
    /// Writes `bytes` to `path` through a temporary file beside it. Throws `HostError`.
    package static func write(_ bytes: [UInt8], to path: FilePath) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path.string), options: .atomic)
        } catch {
            throw HostError(
                "can't write \(path) (\(SystemCause.of(error)))", remedy: "make room there, or choose another folder")
        }
    }

    /// Writes `bytes` to `path` unless they are there already. A file of another content is damaged and is written again.
    package static func keep(_ bytes: [UInt8], at path: FilePath) throws {
        if let there = try? Data(contentsOf: URL(fileURLWithPath: path.string)), there == Data(bytes) { return }
        try write(bytes, to: path)
    }
}
