import Faults
import Foundation
import SystemPackage

/// Where oomlab keeps what can be made or fetched again: `$XDG_CACHE_HOME/oomlab/v1`. The version is part of the path, so that two
/// releases with different layouts never read each other's files.
public struct CacheFolder: Hashable, Sendable {
    /// The folder of this layout.
    public let path: FilePath

    /// A cache at `path`, which need not exist yet.
    public init(path: FilePath) { self.path = path }

    /// The user's cache. A relative or empty XDG_CACHE_HOME is ignored, as the XDG specification asks.
    public static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> CacheFolder {
        let named = FilePath(environment["XDG_CACHE_HOME"] ?? "")
        let home = FilePath(environment["HOME"] ?? NSHomeDirectory())
        let base = named.isAbsolute ? named : home.appending(".cache")
        return CacheFolder(path: base.appending("oomlab").appending("v1"))
    }

    /// The initramfs images, by their hash.
    public var images: FilePath { path.appending("images") }
    /// The indexes of results folders (`Archive`).
    public var indexes: FilePath { path.appending("indexes") }
    /// What is known of this host's KVM.
    public var kvmAnswer: FilePath { path.appending("kvm.json") }
    /// What is known of this host's QEMU.
    package var emulatorAnswer: FilePath { path.appending("emulator.json") }

    /// Makes `folder` with its parents. Throws `HostError` where that can't be done.
    package static func make(_ folder: FilePath, whatFor: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        } catch {
            throw HostError(
                "can't make the folder \(folder) for \(whatFor) (\(SystemCause.of(error)))",
                remedy: "choose a folder that you may write to")
        }
    }
}
