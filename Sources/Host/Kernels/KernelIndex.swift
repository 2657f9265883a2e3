import Foundation
import SystemPackage

/// What a mirror offered when it was last asked: kept, so that most commands need neither network nor apt.
struct KernelIndex: Codable, Equatable {
    static let schemaName = "oomlab.offers/1"

    var schema = schemaName
    /// When the lists were fetched, in seconds since 1970.
    var fetched: Int
    /// The mirror that was asked.
    var mirror: String
    var offers: [KernelOffer]

    /// Age after which a mirror is asked again.
    static let lifetimeSeconds = 24 * 3600

    /// Seconds since the lists were fetched; never negative, though the clock may have been set back.
    var ageSeconds: Int { max(0, Int(Date().timeIntervalSince1970) - fetched) }

    /// Whether there is no need to ask `mirror` again; a mirror of nil means the one that was asked.
    func isFresh(for mirror: String?) -> Bool {
        ageSeconds < Self.lifetimeSeconds && (mirror ?? self.mirror) == self.mirror
    }

    /// The kept index, or nil where there is none that can be read.
    static func load(_ cache: KernelCache) -> KernelIndex? {
        guard let data = FileManager.default.contents(atPath: path(cache).string),
            let index = try? JSONDecoder().decode(KernelIndex.self, from: data), index.schema == schemaName
        else { return nil }
        return index
    }

    func save(_ cache: KernelCache) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(filePath: Self.path(cache).string), options: .atomic)
    }

    private static func path(_ cache: KernelCache) -> FilePath { cache.apt.appending("offers.json") }
}
