import Faults
import Foundation
import HostFiles
import SystemPackage

/// Where kernels lie in the cache.
struct KernelCache: Sendable {
    /// The folder of the cache's layout.
    let root: FilePath

    init(_ folder: CacheFolder) { root = folder.path }

    var kernels: FilePath { root.appending("kernels") }
    var staging: FilePath { root.appending("staging") }
    var lock: FilePath { root.appending("kernels.lock") }
    var apt: FilePath { root.appending("apt") }
    var downloads: FilePath { apt.appending("downloads") }

    /// Makes the folders; throws `HostError` where the cache can't be written.
    func create() throws {
        do {
            for folder in [kernels, staging, downloads] {
                try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            }
        } catch {
            throw HostError(
                "the cache \(root) can't be written: \(SystemCause.of(error))",
                remedy: "set XDG_CACHE_HOME to a folder that can")
        }
    }

    /// A new empty folder for something unfinished.
    func makeStaging() throws -> FilePath {
        let folder = staging.appending(UUID().uuidString)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        return folder
    }

    /// Throws away what an interrupted command left. Only the holder of the lock may call it.
    func sweep() {
        // What can't be removed now (a tool of the dead command may still be writing) goes the next time.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: staging.string)) ?? [] {
            try? FileManager.default.removeItem(atPath: staging.appending(name).string)
        }
    }
}
