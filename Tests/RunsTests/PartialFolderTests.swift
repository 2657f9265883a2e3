import Foundation
import TestSupport
import Testing
@testable import Runs

@Suite struct PartialFolderTests {
    @Test func sweepsOnlyWhatNobodyHolds() throws {
        let output = try TemporaryFolder()
        defer { output.remove() }
        try output.folder(".partial-stale")
        try output.file(".partial-stale/evidence.bin")
        try output.folder("20260101T000000Z-finished")
        let held = try PartialFolder.make(in: output.path) { ".partial-held" }
        PartialFolder.sweep(output.path)
        #expect(output.names == [".partial-held", "20260101T000000Z-finished"])
        held.remove()
        #expect(output.names == ["20260101T000000Z-finished"])
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
