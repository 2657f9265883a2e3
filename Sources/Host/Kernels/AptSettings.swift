import Faults
import Foundation
import SystemPackage

/// What apt is told instead of the system's own settings.
enum AptSettings {
    /// The configuration, with everything that apt keeps below `folder`.
    ///
    /// Hooks of the host are cleared: they would act on the system's own cache. Lists stay packed to spare the disk, and
    /// nobody needs translations, differences, or the index of apt's memory.
    static func configuration(in folder: FilePath) -> String {
        """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        Dir::Etc::sourcelist \(quoted(folder.appending("sources.list")));
        Dir::Etc::sourceparts "-";
        Dir::Etc::preferences "-";
        Dir::Etc::preferencesparts "-";
        Dir::State \(quoted(folder.appending("state")));
        Dir::State::lists \(quoted(folder.appending("lists")));
        Dir::State::status "/dev/null";
        Dir::Cache \(quoted(folder));
        Dir::Cache::archives \(quoted(folder.appending("archives")));
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        APT::Architecture "\(Architecture.current.packageName)";
        APT::Architectures { "\(Architecture.current.packageName)"; };
        APT::Sandbox::User "root";
        APT::Get::List-Cleanup "true";
        Acquire::Languages "none";
        Acquire::PDiffs "false";
        Acquire::GzipIndexes "true";
        Acquire::Retries "2";
        Acquire::http::Timeout "20";
        Acquire::https::Timeout "20";

        """
    }

    /// The sources of a mirror: of each suite the package list alone.
    static func sources(_ mirror: DebianMirror, keyring: String) -> String {
        let options = "[arch=\(Architecture.current.packageName) target=Packages signed-by=\(keyring)]"
        let archive = DebianMirror.suites.map { "deb \(options) \(mirror.archive) \($0) main" }
        let security = DebianMirror.securitySuites.map { "deb \(options) \(mirror.security) \($0) main" }
        return (archive + security).joined(separator: "\n") + "\n"
    }

    /// The keys to trust: those of a source that has keys of its own, else Debian's; throws `HostError` where there are none.
    static func keyring(for mirror: DebianMirror) throws -> String {
        let own = mirror.signedBy.map { [$0] } ?? []
        let special = own.filter { !$0.contains("debian-archive") }
        let paths = special + debianKeyrings + own
        guard let found = paths.first(where: FileManager.default.isReadableFile(atPath:)) else {
            throw HostError(
                "this host has no keys to check Debian's packages with",
                remedy: "install the package debian-archive-keyring")
        }
        return found
    }

    private static let debianKeyrings = [
        "/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg",
    ]

    private static func quoted(_ path: FilePath) -> String { "\"\(path)\"" }
}
