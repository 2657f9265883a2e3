import Digest
import Vocabulary

/// A kernel that the package lists offer.
public struct KernelOffer: Codable, Hashable, Sendable {
    /// One package of it.
    struct Package: Codable, Hashable, Sendable {
        let name: String
        let version: String
        let size: Int
        let sha256: String

        /// The name that apt gives to the file.
        var fileName: String { "\(name)_\(version)_\(Architecture.current.packageName).deb" }
    }

    /// `uname -r`.
    public let release: String
    /// The package that has the image; modules may come in another.
    let image: Package
    let modules: Package?
    /// The package that says which modules are built in, where that is one of its own.
    var lists: Package?

    /// Everything to download.
    var packages: [Package] { [image] + [modules, lists].compactMap(\.self) }

    /// Bytes to download.
    public var downloadBytes: Int { packages.reduce(0) { $0 + $1.size } }

    /// Name of the package that has the image.
    public var package: String { image.name }

    /// Version of the package that has the image.
    public var packageVersion: String { image.version }
}

extension KernelOffer: KernelCandidate {
    var name: String { release }

    /// The version of the kernel's sources.
    public var version: KernelVersion {
        Self.upstream(packageVersion) ?? KernelVersion(release)?.numbers ?? KernelVersion(major: 0, minor: 0)
    }

    var rank: Int { Self.rank(ofRelease: release) }

    /// The cloud flavour boots fastest; the realtime one is another kernel.
    static func rank(ofRelease release: String) -> Int {
        if release.hasSuffix("-cloud-\(Architecture.current.packageName)") { return 0 }
        return release.hasSuffix("-rt-\(Architecture.current.packageName)") ? 2 : 1
    }

    /// The version of the sources in that of a package: 6.1.192 of 6.1.192-2.
    static func upstream(_ packageVersion: String) -> KernelVersion? {
        let beginning = packageVersion.prefix { $0 != "-" && $0 != "+" }
        return KernelVersion(String(beginning))
    }
}

extension KernelOffer {
    /// Reads the records that `apt-cache search --full` prints.
    ///
    /// Up to 6.18 a kernel is one package, `linux-image-RELEASE`. From 6.19 on that is an empty one which depends on
    /// `linux-binary-RELEASE` and `linux-modules-RELEASE`; what is built in says `linux-base-RELEASE`.
    static func parse(_ text: String) -> [KernelOffer] {
        var found: [Kind: [String: Package]] = [:]
        for record in AptRecord.all(in: text) {
            guard let (kind, release, package) = package(of: record) else { continue }
            let kept = found[kind]?[release]
            if let kept, DebianVersion(kept.version) >= DebianVersion(package.version) { continue }
            found[kind, default: [:]][release] = package
        }
        let binaries = found[.binary, default: [:]]
        let images = found[.image, default: [:]].filter { binaries[$0.key] == nil && $0.value.size > 1 << 20 }
        let offers =
            binaries.map {
                KernelOffer(
                    release: $0.key, image: $0.value, modules: found[.modules]?[$0.key],
                    lists: found[.lists]?[$0.key])
            }
            + images.map { KernelOffer(release: $0.key, image: $0.value, modules: nil) }
        return offers.sorted { ($0.version, $0.release) < ($1.version, $1.release) }
    }

    private enum Kind: String, CaseIterable {
        case image = "linux-image-"
        case binary = "linux-binary-"
        case modules = "linux-modules-"
        case lists = "linux-base-"
    }

    private static func package(of record: AptRecord) -> (Kind, release: String, Package)? {
        guard let name = record["Package"], let version = record["Version"], let sum = record["SHA256"],
            let size = record["Size"].flatMap({ Int($0) }),
            let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) })
        else { return nil }
        let release = String(name.dropFirst(kind.rawValue.count))
        // A meta package such as linux-image-6.12-cloud-amd64 names no patch level.
        guard KernelVersion(release)?.patch != nil, release.hasSuffix("-\(Architecture.current.packageName)"),
            KernelSpec.isName(release)
        else {
            return nil
        }
        return (kind, release, Package(name: name, version: version, size: size, sha256: sum.lowercased()))
    }
}
