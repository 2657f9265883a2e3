import Foundation
import HostFiles
import SystemPackage

/// What a QEMU has answered before, kept in the cache: starting it twice only to ask takes a tenth of a short run.
struct KnownEmulator: Codable {
    private let key: String
    private let version: String
    private let hasSandbox: Bool
    private let machineType: String

    /// What was answered by the program that is at `path` now; `nil` where nothing is known of it.
    static func recall(_ path: FilePath, in cache: CacheFolder) -> Emulator? {
        guard let key = key(of: path),
            let data = try? Data(contentsOf: URL(fileURLWithPath: cache.emulatorAnswer.string)),
            let known = try? JSONDecoder().decode(KnownEmulator.self, from: data), known.key == key
        else { return nil }
        return Emulator(
            path: path, version: known.version, hasSandbox: known.hasSandbox, machineType: known.machineType)
    }

    /// Keeps what was answered. A cache that can't be written only costs the next run the same questions.
    static func remember(_ emulator: Emulator, in cache: CacheFolder) {
        guard let key = key(of: emulator.path) else { return }
        let known = KnownEmulator(
            key: key, version: emulator.version, hasSandbox: emulator.hasSandbox, machineType: emulator.machineType)
        guard let data = try? JSONEncoder().encode(known) else { return }
        try? CacheFolder.make(cache.path, whatFor: "the cache")
        try? AtomicFile.write([UInt8](data), to: cache.emulatorAnswer)
    }

    /// `nil` for what is no ELF program: a script may start another QEMU tomorrow.
    private static func key(of path: FilePath) -> String? { isELF(path) ? FileStamp.of(path) : nil }

    private static func isELF(_ path: FilePath) -> Bool {
        let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path.string))
        defer { try? file?.close() }
        return (try? file?.read(upToCount: 4)) == Data([0x7f] + Array("ELF".utf8))
    }
}
