import Evidence
@testable import Kernels
import SystemPackage
import Testing
import Vocabulary

@Suite struct KernelPathTests {
    private func offer(_ release: String, _ packageVersion: String) -> KernelOffer {
        KernelOffer(
            release: release,
            image: .init(name: "linux-image-\(release)", version: packageVersion, size: 1, sha256: ""), modules: nil)
    }

    private func installed(_ name: String, _ version: String, _ origin: InstalledKernel.Origin = .package) throws
        -> InstalledKernel
    {
        InstalledKernel(
            identity: KernelIdentity(release: name, version: "", sha256: name, flavour: version),
            version: try #require(KernelVersion(version)), name: name, origin: origin, bzImage: "/x", elf: nil,
            modulesRoot: nil, bytes: 0)
    }

    private var offers: [KernelOffer] {
        [
            offer("5.10.0-45-cloud-amd64", "5.10.259-1"), offer("6.1.0-55-amd64", "6.1.192-1"),
            offer("6.1.0-55-cloud-amd64", "6.1.192-1"), offer("6.1.0-56-cloud-amd64", "6.1.192-2"),
            offer("6.12.90+deb13-cloud-amd64", "6.12.90-1"), offer("6.18.15+deb13-cloud-amd64", "6.18.15-1"),
        ]
    }

    @Test func holdsEveryVersionOnceInOrder() throws {
        let old = try installed("5.10.0-45-cloud-amd64", "5.10.259")
        let new = try installed("6.18.15+deb13-cloud-amd64", "6.18.15")
        let names = [
            "5.10.0-45-cloud-amd64", "6.1.0-56-cloud-amd64", "6.12.90+deb13-cloud-amd64", "6.18.15+deb13-cloud-amd64",
        ]
        let rising = KernelStore.path(from: old, to: new, among: [old, new], offers: offers)
        #expect(rising.map(\.name) == names)
        #expect(rising.map { $0.installed != nil } == [true, false, false, true])
        let falling = KernelStore.path(from: new, to: old, among: [old, new], offers: offers)
        #expect(falling.map(\.name) == names.reversed())
    }

    @Test func cachedAndAddedKernelsBelongToIt() throws {
        let old = try installed("6.1.0-55-cloud-amd64", "6.1.192")
        let new = try installed("mine", "6.18.15", .added)
        let vanished = try installed("6.9.1-cloud-amd64", "6.9.1")
        let other = try installed("other", "6.12.90", .added)
        let path = KernelStore.path(from: old, to: new, among: [old, new, vanished, other], offers: offers)
        #expect(
            path.map(\.name) == [
                "6.1.0-55-cloud-amd64", "6.9.1-cloud-amd64", "6.12.90+deb13-cloud-amd64", "other",
                "6.18.15+deb13-cloud-amd64", "mine",
            ])
        #expect(path.last?.packageVersion == nil && path.first?.packageVersion == "6.1.192-1")
    }

    @Test func twoKernelsOfOneVersionAreAPath() throws {
        let stock = try installed("6.12.90+deb13-cloud-amd64", "6.12.90")
        let mine = try installed("a-build-of-mine", "6.12.90", .added)
        #expect(
            KernelStore.path(from: stock, to: mine, among: [stock, mine], offers: []).map(\.name) == [
                stock.name, mine.name,
            ])
        #expect(
            KernelStore.path(from: mine, to: stock, among: [stock, mine], offers: []).map(\.name) == [
                mine.name, stock.name,
            ])
    }

    @Test func changelogsAreReadBetweenVersions() {
        let text = """
            linux (6.12.3-1) unstable; urgency=medium

              * New upstream stable update:
                https://www.kernel.org/pub/linux/kernel/v6.x/ChangeLog-6.12.3
                - mm/oom_kill: thaw the whole
                  OOM victim process
                - [x86] swapped bytes

              [ Somebody ]
              * memcg: count frozen tasks

             -- Somebody <somebody@example.org>  Sat, 01 Aug 2026 00:00:00 +0000

            linux (6.12.2-1) unstable; urgency=medium

              * [arm64] a driver
              * freezer: old news

             -- Somebody <somebody@example.org>  Sat, 01 Jul 2026 00:00:00 +0000
            """
        let changelog = DebianChangelog(text)
        #expect(changelog.entries.map(\.version) == ["6.12.3-1", "6.12.2-1"])
        let quotes = changelog.quotes(after: "6.12.2-1", upTo: "6.12.3-1")
        #expect(quotes.map(\.text) == ["mm/oom_kill: thaw the whole OOM victim process", "memcg: count frozen tasks"])
        #expect(quotes.allSatisfy { $0.version == "6.12.3-1" })
        #expect(changelog.quotes(after: "6.12.1-1", upTo: "6.12.2-1").map(\.text) == ["freezer: old news"])
        #expect(changelog.quotes(after: "6.12.3-1", upTo: "6.13-1").isEmpty)
        #expect(DebianChangelog("no changelog\nat all\n").entries.isEmpty)
    }
}
