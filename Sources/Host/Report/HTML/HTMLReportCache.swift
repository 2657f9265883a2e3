import Synchronization

/// The runs of a report as they were rendered last: a report that is written again after every run renders only the new one.
public final class HTMLReportCache: Sendable {
    /// Everything that a rendering depends on, but for the run's files, which don't change.
    struct Key: Hashable {
        let id: String
        let fingerprint: String
        let anchor: String
        let detail: Detail
        let isOpen: Bool
        let sameAnchor: String?
    }

    private let rendered = Mutex<[Key: String]>([:])

    /// An empty cache.
    public init() {}

    /// The rendering under `key`, made by `render` where there is none yet. A run without an id is rendered each time.
    func html(_ key: Key, _ render: () -> String) -> String {
        guard !key.id.isEmpty else { return render() }
        if let known = rendered.withLock({ $0[key] }) { return known }
        let html = render()
        rendered.withLock { $0[key] = html }
        return html
    }
}
