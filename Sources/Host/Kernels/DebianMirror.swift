import Faults
import Foundation
import SystemPackage

/// Where Debian's packages come from on this host: the mirror that it uses already, or one that the user names.
struct DebianMirror: Equatable, Sendable {
    /// The archive, without a final slash.
    let archive: String
    /// The archive of the security suites.
    let security: String
    /// The keyring that the host's own source names.
    let signedBy: String?

    /// Suites of the archive, oldest first: between them they have every kernel series since 5.10 that is still kept.
    static let suites = ["bullseye", "bookworm", "trixie", "trixie-backports", "sid"]
    /// Suites of the security archive.
    static let securitySuites = ["bullseye-security", "bookworm-security", "trixie-security"]

    /// A mirror by its address; its security archive stands beside it. Throws `UsageError` for text that is no address.
    static func named(_ text: String, signedBy: String? = nil) throws -> DebianMirror {
        var address = text
        while address.last == "/" { address.removeLast() }
        let isClean = address.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 91 && $0 != 93 }
        guard isClean, let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix(":/"),
            ["http", "https", "file", "mirror+http", "mirror+https", "mirror+file"].contains(String(address[..<colon]))
        else {
            throw UsageError(
                "--mirror \(text): not an address of a Debian mirror", remedy: "write it like http://HOST/debian")
        }
        return DebianMirror(archive: address, security: securityBeside(address), signedBy: signedBy)
    }

    /// The mirror among the host's sources, or nil where it has no Debian source.
    static func among(_ sources: [AptSource]) -> DebianMirror? {
        let usable = sources.filter { $0.components.contains("main") && !$0.address.hasPrefix("cdrom:") }
        let archives = usable.filter { !$0.suites.filter(isArchiveSuite).isEmpty }
        guard let source = archives.max(by: { likeness($0) < likeness($1) }) else { return nil }
        let archive = trimmed(source.address)
        let security = usable.first { $0.suites.contains { $0.hasSuffix("-security") || $0.hasSuffix("/updates") } }
        return DebianMirror(
            archive: archive, security: security.map { trimmed($0.address) } ?? securityBeside(archive),
            signedBy: source.signedBy)
    }

    /// Reads the sources of the host below `root`.
    static func sources(of root: FilePath = "/etc/apt") -> [AptSource] {
        let parts = root.appending("sources.list.d")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parts.string)) ?? []
        let files = [root.appending("sources.list")] + names.sorted().map { parts.appending($0) }
        return files.flatMap { file -> [AptSource] in
            guard let data = FileManager.default.contents(atPath: file.string) else { return [] }
            let text = String(decoding: data, as: UTF8.self)
            switch file.extension {
            case "list": return AptSource.parseLines(text)
            case "sources": return AptSource.parseParagraphs(text)
            default: return []
            }
        }
    }

    private static let names = [
        "bullseye", "bookworm", "trixie", "forky", "sid", "oldoldstable", "oldstable", "stable", "testing", "unstable",
    ]

    private static func isArchiveSuite(_ suite: String) -> Bool {
        names.contains { suite == $0 || suite == "\($0)-updates" || suite == "\($0)-backports" }
    }

    /// Other projects name their suites after Debian's: keys and path tell Debian itself.
    private static func likeness(_ source: AptSource) -> Int {
        let byKey = source.signedBy?.contains("debian-archive") == true ? 2 : 0
        let path = trimmed(source.address)
        return byKey + (path.hasSuffix("/debian") || path.hasSuffix("/debian.list") ? 1 : 0)
    }

    private static func trimmed(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    private static func securityBeside(_ archive: String) -> String {
        if archive.hasSuffix(".list") { return archive.dropLast(5) + "-security.list" }
        if archive.hasSuffix("/debian") { return archive + "-security" }
        let parent = archive.lastIndex(of: "/").map { archive[..<$0] } ?? archive[...]
        return (parent.hasSuffix("/") ? archive[...] : parent) + "/debian-security"
    }
}
