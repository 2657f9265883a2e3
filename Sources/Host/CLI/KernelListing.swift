import Kernels
import SafeText

/// Kernels as the `kernels` verbs print them.
struct KernelListing {
    /// One line of the list; in JSON its names have underscores, and other tools read them.
    fileprivate struct Row: Encodable {
        let name: String
        let release: String
        let version: String
        let series: String
        let installed: Bool
        let origin: String
        let build: String?
        let package: String?
        let packageVersion: String?
        let sha256: String?
        let bytes: Int
        let pvh: Bool?
        let modules: Bool?
        let path: String?
    }

    private let rows: [Row]

    /// The kernels of the cache, and of those on offer the newest of each series that the cache has none of; all where
    /// `isComplete`.
    init(kernels: [InstalledKernel], offers: [KernelOffer] = [], isComplete: Bool = false) {
        let present = Set(kernels.map(\.name))
        let series = Set(kernels.filter { $0.origin == .package }.map(\.version.series))
        let newest = Dictionary(grouping: offers, by: \.version.series).compactMapValues(KernelStore.newest(of:))
        let shown = offers.filter { offer in
            if present.contains(offer.release) { return false }
            if isComplete { return true }
            guard newest[offer.version.series] == offer else { return false }
            // A newer kernel of a series that the cache has is worth a line; the same one is not.
            return !series.contains(offer.version.series)
                || kernels.allSatisfy { $0.version.series != offer.version.series || $0.version < offer.version }
        }
        let all = kernels.map { ($0.version, Row($0)) } + shown.map { ($0.version, Row($0)) }
        rows = all.sorted { ($0.0, $0.1.release) < ($1.0, $1.1.release) }.map(\.1)
    }

    /// The list: a table, or an array of objects.
    func text(_ format: AnswerFormat) throws -> String {
        switch format {
        case .json: try Self.json(rows)
        case .text: table
        }
    }

    /// The names, one a line; for JSON the whole objects.
    func names(_ format: AnswerFormat) throws -> String {
        switch format {
        case .json: try Self.json(rows)
        case .text: try Self.text(rows.map(\.name), .text)
        }
    }

    /// Plain names in the format asked for.
    static func text(_ names: [String], _ format: AnswerFormat) throws -> String {
        switch format {
        case .json: try json(names)
        case .text: names.map { Plain.text($0) + "\n" }.joined()
        }
    }

    private var table: String {
        let cells = rows.map { row in
            // Names and versions come out of package lists.
            [row.version, row.name, row.state, "\((row.bytes + 500_000) / 1_000_000) MB", row.source].map(Plain.text)
        }
        let lines = [["VERSION", "NAME", "STATE", "SIZE", "FROM"]] + cells
        let widths = (0..<5).map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let padded = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return padded.joined(separator: "  ").trimmingSuffix(" ") + "\n"
        }.joined()
    }

    private static func json(_ value: some Encodable) throws -> String {
        try AnswerFormat.json(value, keys: .convertToSnakeCase) + "\n"
    }
}

extension KernelListing.Row {
    fileprivate init(_ kernel: InstalledKernel) {
        self.init(
            name: kernel.name, release: kernel.identity.release, version: "\(kernel.version)",
            series: "\(kernel.version.series)", installed: true, origin: kernel.origin.rawValue,
            build: kernel.identity.version, package: kernel.identity.package,
            packageVersion: kernel.identity.packageVersion, sha256: kernel.identity.sha256, bytes: kernel.bytes,
            pvh: kernel.elf != nil, modules: kernel.modulesRoot != nil,
            path: kernel.bzImage.removingLastComponent().string)
    }

    fileprivate init(_ offer: KernelOffer) {
        self.init(
            name: offer.release, release: offer.release, version: "\(offer.version)", series: "\(offer.version.series)",
            installed: false, origin: "package", build: nil, package: offer.package,
            packageVersion: offer.packageVersion, sha256: nil, bytes: offer.downloadBytes, pvh: nil, modules: nil,
            path: nil)
    }

    fileprivate var state: String { installed ? "installed" : "on offer" }

    fileprivate var source: String {
        guard let package, let packageVersion else { return "added" }
        return "\(package) \(packageVersion)"
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
