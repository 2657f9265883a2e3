import Vocabulary

/// A kernel that a spec may mean: on offer or installed.
protocol KernelCandidate {
    /// The name in the cache; the release unless the user gave another.
    var name: String { get }
    /// `uname -r`.
    var release: String { get }
    /// The version of the sources, such as 6.1.192 of the release 6.1.0-56-cloud-amd64.
    var version: KernelVersion { get }
    /// What is preferred where a spec leaves it open: the lowest.
    var rank: Int { get }
}

/// Picks kernels for a spec, the same way from the cache and from a mirror.
enum KernelChoice {
    /// The kernels that `spec` means among the candidates, oldest first; none where nothing matches.
    static func pick<Candidate: KernelCandidate>(_ spec: KernelSpec, from candidates: [Candidate]) -> [Candidate] {
        switch spec {
        case .newest: [best(candidates)].compactMap(\.self)
        case .version(let version): [best(candidates.filter { isOne($0, of: version) })].compactMap(\.self)
        case .name(let name): named(name, among: candidates)
        case .range(let range):
            Dictionary(grouping: candidates.filter { range.contains($0.version) }, by: \.version.series)
                .sorted { $0.key < $1.key }.compactMap { best($0.value) }
        }
    }

    /// Every candidate that `spec` means, not only the best of each series.
    static func all<Candidate: KernelCandidate>(_ spec: KernelSpec, from candidates: [Candidate]) -> [Candidate] {
        switch spec {
        case .newest: [best(candidates)].compactMap(\.self)
        case .version(let version): candidates.filter { isOne($0, of: version) }
        case .name(let name): named(name, among: candidates)
        case .range(let range): candidates.filter { range.contains($0.version) }
        }
    }

    /// The candidates nearest to a spec that nothing matches: of the same series if there is one, else the
    /// neighbours below and above.
    static func nearest<Candidate: KernelCandidate>(to spec: KernelSpec, among candidates: [Candidate]) -> [Candidate] {
        guard let wanted = version(in: spec) else { return [best(candidates)].compactMap(\.self) }
        let alike = candidates.filter { $0.version.series == wanted.series }
        if !alike.isEmpty {
            let distance = { (candidate: Candidate) in abs((candidate.version.patch ?? 0) - (wanted.patch ?? 0)) }
            let least = alike.map(distance).min()
            return [best(alike.filter { distance($0) == least })].compactMap(\.self)
        }
        let below = candidates.filter { $0.version < wanted }.map(\.version.series).max()
        let above = candidates.filter { $0.version > wanted }.map(\.version.series).min()
        return [below, above].compactMap { series in
            series.flatMap { series in best(candidates.filter { $0.version.series == series }) }
        }
    }

    /// Lower rank first, then the newer version, then the newer release.
    static func best<Candidate: KernelCandidate>(_ candidates: [Candidate]) -> Candidate? {
        candidates.min { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.version != right.version { return left.version > right.version }
            if let first = KernelVersion(left.release), let second = KernelVersion(right.release), first != second {
                return first > second
            }
            return left.name < right.name
        }
    }

    private static func isOne(_ candidate: some KernelCandidate, of version: KernelVersion) -> Bool {
        version.contains(candidate.version) || KernelVersion(candidate.release).map(version.contains) ?? false
    }

    /// By whole name or release; else by the beginning of a release that ends at a dash, so that the flavour can be left out.
    private static func named<Candidate: KernelCandidate>(_ name: String, among candidates: [Candidate]) -> [Candidate]
    {
        let exact = candidates.filter { $0.name == name }
        let whole = exact.isEmpty ? candidates.filter { $0.release == name } : exact
        let found = whole.isEmpty ? candidates.filter { $0.release.hasPrefix(name + "-") } : whole
        return [best(found)].compactMap(\.self)
    }

    private static func version(in spec: KernelSpec) -> KernelVersion? {
        switch spec {
        case .newest: nil
        case .version(let version): version
        case .name(let name): KernelVersion(name)
        case .range(let range):
            switch range.terms.first {
            case .exactly(let bound), .atLeast(let bound), .atMost(let bound), .above(let bound), .below(let bound),
                .between(let bound, _):
                bound
            case nil: nil
            }
        }
    }
}
