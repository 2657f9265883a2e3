import Foundation
import GuestProtocol
import Scenario
import Testing

@Suite struct ShippedScenariosTests {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Workloads/Scenarios").path
    static let catalogue = ScenarioCatalogue(folder: folder)

    @Test func everyFileIsAScenario() {
        #expect(Self.catalogue.errors.map(\.description) == [])
        let names = Self.catalogue.scenarios.map(\.name)
        for name in [
            "baseline-anon", "multithreaded-anon", "non-leader-anon", "shared-mm", "shared-mm-protected",
            "frozen-victim-v2", "frozen-victim-v1", "global-anon",
        ] {
            #expect(names.contains(name))
        }
    }

    @Test(arguments: catalogue.scenarios)
    func saysWhatItIs(scenario: Scenario) throws {
        #expect(scenario.file.hasSuffix("/\(scenario.claim)/\(scenario.name).yaml"))
        let headings = [
            "What happens:", "Group tree and limits:", "What each kernel should do, and why:",
            "What would make a run invalid:",
        ]
        var rest = scenario.description[...]
        for heading in headings {
            let found = try #require(rest.firstRange(of: heading), "\(scenario.name) lacks '\(heading)' in its place")
            rest = rest[found.upperBound...]
        }
        #expect(scenario.twin != nil, "\(scenario.name) has no negative twin")
        #expect(scenario.isShipped && scenario.twin?.isShipped == true)
        #expect(try !ScenarioCatalogue.load(file: scenario.file).isShipped)
        #expect(scenario.effect != nil, "\(scenario.name) doesn't say what it is there to show")
        #expect(!ScenarioText(scenario).description.isEmpty)
        #expect(ScenarioSummary(scenario).name == scenario.name)
    }

    @Test(arguments: catalogue.scenarios)
    func plansRoundTrip(scenario: Scenario) throws {
        for each in [scenario, try #require(scenario.twin)] {
            for seed in [0, 1, .max] as [UInt64] {
                let plan = try each.plan(seed: seed)
                #expect(Plan(encoded: plan.encoded()) == plan)
            }
        }
    }

    @Test func isFoundByNameTagClaimAndFile() throws {
        let catalogue = Self.catalogue
        #expect(try catalogue.find("shared-mm").map(\.name) == ["shared-mm"])
        #expect(try catalogue.find("shared-mm-twin").map(\.isTwin) == [true])
        let tagged = try catalogue.find("frozen")
        #expect(Set(tagged.map(\.name)).isSuperset(of: ["frozen-victim-v1", "frozen-victim-v2"]))
        #expect(tagged.allSatisfy { $0.tags.contains("frozen") })
        #expect(try catalogue.find("freezer").count >= 2)
        #expect(try catalogue.find(Self.folder + "/baseline/baseline-anon.yaml").map(\.name) == ["baseline-anon"])
        let unknown = #expect(throws: ScenarioErrors.self) { try catalogue.find("frozen-victim-v3") }
        #expect(
            unknown?.description
                == "no scenario, tag or claim is called 'frozen-victim-v3' (did you mean 'frozen-victim-v1'?)")
        #expect(throws: ScenarioErrors.self) { try catalogue.find("nowhere/nothing.yaml") }
        #expect(throws: ScenarioErrors.self) { try catalogue.find("") }
        #expect(try catalogue.scenarios(named: []).count == catalogue.scenarios.count)
        let freezer = try catalogue.find("freezer").map(\.name)
        let twice = ["freezer", "frozen-victim-v1", "baseline-anon"]
        #expect(try catalogue.scenarios(named: twice).map(\.name) == freezer + ["baseline-anon"])
    }

    /// The ledger is every scenario but the benchmarks, with its twin.
    @Test func theLedgerIsEverything() throws {
        let ledger = try Self.catalogue.find("ledger")
        #expect(ledger.count == Self.catalogue.scenarios.count { !$0.tags.contains("bench") } * 2)
        #expect(zip(ledger, ledger.dropFirst()).allSatisfy { !$0.isTwin || !$1.isTwin })
        #expect(Set(ledger.map(\.claim)) == Set(Claim.all.map(\.name)))
        for claim in Claim.all {
            #expect(ledger.contains { $0.name == claim.lead && $0.claim == claim.name }, "\(claim.lead)")
        }
        #expect(try Self.catalogue.scenarios(named: ["ledger", "freezer", "shared-mm-twin"]).count == ledger.count)
    }

    /// `OOMLAB_RECORD=1` writes the guide anew: look at the difference.
    @Test func theGuideIsUpToDate() throws {
        let file = URL(fileURLWithPath: Self.folder).appendingPathComponent("../../docs/scenarios.md").standardized
        let guide = ScenarioGuide(Self.catalogue.scenarios).description
        if ProcessInfo.processInfo.environment["OOMLAB_RECORD"] == "1" {
            try Data(guide.utf8).write(to: file)
        }
        let written = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(
            written == guide,
            "docs/scenarios.md is out of date: oomlab scenarios list --format markdown >docs/scenarios.md")
    }

    /// Only the file of a scenario is read where it is named; what it then is must be what the whole catalogue says.
    @Test func namesAreFoundWithoutTheWholeCatalogue() throws {
        for name in Self.catalogue.scenarios.flatMap({ [$0] + [$0.twin].compactMap(\.self) }).map(\.name) {
            let found = try ScenarioCatalogue.scenarios(named: [name])
            let same = try Self.catalogue.find(name)
            #expect(found.map(\.source) == same.map(\.source) && found.map(\.name) == [name])
            #expect(found.allSatisfy { $0.isShipped })
        }
        let words = ["shared-mm", "freezer", "shared-mm"]
        #expect(
            try ScenarioCatalogue.scenarios(named: words).map(\.name)
                == Self.catalogue.scenarios(named: words).map(\.name))
        #expect(throws: ScenarioErrors.self) { try ScenarioCatalogue.scenarios(named: ["shared-mmm", "-twin"]) }
    }

    @Test func filesWithFaultsDoNotHideTheOthers() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(goodSource.utf8).write(to: folder.appendingPathComponent("good.yaml"))
        try Data(goodSource.utf8).write(to: folder.appendingPathComponent("second.yaml"))
        try Data("scenario: bad".utf8).write(to: folder.appendingPathComponent("bad.yaml"))
        try Data([0xff, 0xfe]).write(to: folder.appendingPathComponent("binary.yaml"))
        let catalogue = ScenarioCatalogue(folder: folder.path)
        #expect(catalogue.scenarios.map(\.name) == ["example"])
        #expect(
            Set(catalogue.errors.map { URL(fileURLWithPath: $0.file).lastPathComponent })
                == ["bad.yaml", "binary.yaml", "second.yaml"])
        #expect(throws: ScenarioErrors.self) { try catalogue.find("bad") }
        #expect(throws: ScenarioErrors.self) { try ScenarioCatalogue.load(file: "/dev/zero") }
        #expect(throws: ScenarioErrors.self) { try ScenarioCatalogue.load(file: folder.path) }
    }
}

/// Names a test's argument in its log, instead of everything that it holds (30 kB each).
extension Scenario: CustomTestStringConvertible {
    /// The scenario's name.
    public var testDescription: String { name }
}
