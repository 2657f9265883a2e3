import Testing
import Vocabulary

@Suite struct KernelVersionTests {
    @Test(
        arguments: [
            ("6.12", 6, 12, nil, ""),
            ("6.12.117+deb13-cloud-amd64", 6, 12, 117, "+deb13-cloud-amd64"),
            ("5.10.0-46-cloud-amd64", 5, 10, 0, "-46-cloud-amd64"),
            ("7.2-rc4", 7, 2, nil, "-rc4"),
            ("2.6.18.1", 2, 6, 18, ".1"),
            ("2.6.32-754.el6.x86_64", 2, 6, 32, "-754.el6.x86_64"),
        ] as [(String, Int, Int, Int?, String)])
    func reads(text: String, major: Int, minor: Int, patch: Int?, suffix: String) throws {
        let version = try #require(KernelVersion(text))
        #expect(version == KernelVersion(major: major, minor: minor, patch: patch, suffix: suffix))
        #expect(version.description == text)
    }

    @Test(arguments: [
        "", "6", "6.", ".12", "6.x", "6.12.", "6.12.x", "6.12..6.18", "6.12 ", "6.12/..", "06.1", "6.1,6.2",
        "99999999999999999999.1", "６.1", "newest",
    ])
    func refuses(text: String) {
        #expect(KernelVersion(text) == nil)
    }

    @Test func ordersAsKernelsAreReleased() throws {
        let texts = [
            "5.9", "5.10", "5.10.0-9-amd64", "5.10.0-46-amd64", "5.10.1", "6.1", "6.12-rc1", "6.12.0", "6.12.9",
            "6.12.107", "6.12.107+deb13-amd64", "6.18", "7.0",
        ]
        let versions = try texts.map { try #require(KernelVersion($0)) }
        #expect(
            versions.reversed().sorted().map(\.description) == [
                "5.9", "5.10", "5.10.0-9-amd64", "5.10.0-46-amd64", "5.10.1", "6.1", "6.12-rc1", "6.12.0", "6.12.9",
                "6.12.107", "6.12.107+deb13-amd64", "6.18", "7.0",
            ])
    }

    @Test func candidateComesBeforeItsRelease() throws {
        let candidate = try #require(KernelVersion("6.12.0-rc3"))
        let release = try #require(KernelVersion("6.12.0"))
        #expect(candidate < release)
    }

    @Test(arguments: [
        ("6.12", "6.12.117+deb13-cloud-amd64", true), ("6.12.117", "6.12.117+deb13-cloud-amd64", true),
        ("6.1", "6.12", false), ("6.12.11", "6.12.117", false), ("6.12.117", "6.12", false),
    ])
    func containsByPrefix(outer: String, inner: String, expected: Bool) throws {
        let first = try #require(KernelVersion(outer))
        let second = try #require(KernelVersion(inner))
        #expect(first.contains(second) == expected)
    }
}
