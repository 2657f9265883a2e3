import CVersion

/// Which oomlab this is: what `--version` prints, and what a run's `host.json` says.
public enum Version {
    /// The release. It stands here and nowhere else; CHANGELOG.md has a chapter for it.
    public static let number = "0.2.0-dev"

    /// The commit that it was built from, with a plus behind it if files differed from it; `nil` if the build was not told (`make build` tells).
    public static var commit: String? {
        let text = String(cString: oomlab_commit())
        return text.isEmpty ? nil : text
    }

    /// `0.1.0 (1a2b3c4d5e6f)`.
    public static var text: String { number + (commit.map { " (\($0))" } ?? "") }
}
