import Foundation
import SafeText
import Scenario
import Testing
import Vocabulary

/// CONTRIBUTING's recipe for a workload names every place in which a workload stands; here all of them agree.
@Suite struct WorkloadRecipeTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: Markdown.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The dispatch table of the guest's program, without what the kernel starts.
    @Test func everyDescribedWorkloadIsAProgram() throws {
        let table = try text("Workloads/Programs/main.swift")
        let cases = table.matches(of: /case "([a-z-]+)":/).map { String($0.output.1) }
        #expect(Set(cases).subtracting(["core-reader"]) == Set(Workload.all.map(\.name)))
    }

    @Test(arguments: Workload.all)
    func itsRowInTheDocument(workload: Workload) throws {
        let parts = ["`\(workload.name)`", workload.about, workload.holds, workload.charged, workload.freed]
        let row = "| " + parts.joined(separator: " | ") + " |"
        #expect(try text("docs/workloads.md").contains(row + "\n"), "docs/workloads.md lacks the row: \(row)")
    }

    @Test func everyObservationHasItsRow() throws {
        let rows = try text("docs/observations.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
        for name in ObservationName.allCases {
            let isThere = rows.contains { row in row.split(separator: "|").first?.contains("`\(name)`") == true }
            #expect(isThere, "docs/observations.md lacks the row of \(name)")
        }
    }

    @Test func theRecipeNamesThePlaces() throws {
        let recipe = try text("CONTRIBUTING.md")
        for place in [
            "Workloads/Programs", "main.swift", "Sources/Host/Scenario/Workloads", "Workload.all", "docs/workloads.md",
        ] {
            #expect(recipe.contains(place), "CONTRIBUTING.md does not name \(place)")
        }
    }
}

extension Workload: CustomTestStringConvertible {
    /// Its name, under which a test's log shows it.
    public var testDescription: String { name }
}
