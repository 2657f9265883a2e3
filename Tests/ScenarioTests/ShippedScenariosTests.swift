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
