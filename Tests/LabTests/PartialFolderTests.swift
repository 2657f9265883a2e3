import Foundation
import SystemPackage
import Testing

@testable import Lab

@Suite struct PartialFolderTests {
    @Test func sweepsOnlyWhatNobodyHolds() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let stale = fixture.output.appending(".partial-stale")
        try FileManager.default.createDirectory(atPath: stale.string, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: stale.appending("evidence.bin").string))
        try FileManager.default.createDirectory(
            atPath: fixture.output.appending("20260101T000000Z-finished").string, withIntermediateDirectories: true)
        let held = try PartialFolder.make(in: fixture.output) { ".partial-held" }
        PartialFolder.sweep(fixture.output)
        #expect(fixture.runs == [".partial-held", "20260101T000000Z-finished"])
        held.remove()
        #expect(fixture.runs == ["20260101T000000Z-finished"])
    }

    @Test(arguments: [
        ("baseline-anon", "baseline-anon"), ("../../etc", "-./../etc".replacing("/", with: "-")), ("", "-"),
        ("a b/ä", "a-b--"), (".hidden", "-hidden"),
    ])
    func namesAreSafe(name: String, expected: String) {
        let safe = RunName.safe(name)
        #expect(!safe.contains("/") && !safe.hasPrefix(".") && safe.count <= 64)
        #expect(safe == expected)
    }

    @Test func namesSayTimeScenarioKernelAndFingerprint() {
        let name = RunName.finished(
            started: Date(timeIntervalSince1970: 1_795_493_700), scenario: "baseline-anon", kernel: "6.12",
            fingerprint: "ab12cd34ef")
        #expect(name == "20261124T041500Z-baseline-anon-6.12-ab12cd34")
    }
}
