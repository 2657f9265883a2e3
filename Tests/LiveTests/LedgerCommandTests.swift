import Foundation
import Testing

extension Live {
    /// The claims ledger as a user asks for it, over the golden runs; no machine is started.
    @Suite struct LedgerCommandTests {
        private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        private static let golden = root.appendingPathComponent("Tests/Golden").path
        private static let script = root.appendingPathComponent("scripts/publish-evidence").path

        @Test func isTextJSONAndMarkdown() async throws {
            try await Command.inScratch { command in
                let text = try await command("report", Self.golden, "--ledger")
                #expect(text.status == 0 && text.output.hasPrefix("Does the claim hold?"), "\(text)")
                let json = try await command("report", Self.golden, "--ledger", "--format", "json")
                let ledger = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
                #expect(ledger["schema"] as? String == "oomlab.ledger/1")
                let keys = Set(ledger.keys)
                #expect(keys == ["schema", "kernels", "claims", "builds", "notes"])
                let csv = try await command("report", Self.golden, "--ledger", "--format", "csv")
                #expect(csv.status == 64 && csv.errors.contains("its forms are text, json and markdown"), "\(csv)")
            }
        }

        /// Every answer leads from where the page lies to a record that is there.
        @Test func linksLeadToRecords() async throws {
            try await Command.inScratch { command in
                let answer = try await command(
                    "report", Self.golden, "--format", "markdown", "--output", "pages/deep/ledger.md")
                #expect(answer.status == 0, "\(answer)")
                try expectLinks(in: command.folder.appending("pages/deep").string, atLeast: 4)
            }
        }

        /// An edition is whole and small, can be reported on like any runs, and is refused where a run failed.
        @Test func anEditionCanBePublished() async throws {
            try await Command.inScratch { command in
                for _ in 1...2 {
                    let made = try await command.shell("\(Self.script) \"$OOMLAB\" \(Self.golden) edition")
                    #expect(made.status == 0 && made.output.contains("edition: "), "\(made)")
                }
                let ledger = try await command("report", Self.golden, "--ledger", "--format", "json")
                let used = Set(ledger.output.matches(of: /"(\d{8}T\d{6}Z-[^" ]+)"/).map { String($0.output.1) })
                #expect(!used.isEmpty && Set(command.names(in: "edition/runs")) == used)
                try expectLinks(in: command.folder.appending("edition").string, atLeast: 4)
                let again = try await command("report", "edition/runs", "--format", "html", "--output", "page.html")
                #expect(again.status == 0, "\(again)")

                let spoilt =
                    "cp -r \(Self.golden) runs && sed -i 's/\"status\" : \"PASS\",$/\"status\" : \"ERROR\",/' runs/6.12-shared-mm/record.json"
                let refused = try await command.shell("\(spoilt) && \(Self.script) \"$OOMLAB\" runs edition")
                #expect(refused.status != 0 && refused.errors.contains("an edition has no ERROR"), "\(refused)")
                #expect(Set(command.names(in: "edition/runs")) == used, "an edition was lost")
                #expect(command.names(in: ".").filter { $0.hasSuffix(".draft") } == [])
            }
        }

        private func expectLinks(
            in folder: String, atLeast count: Int, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let page = try String(contentsOfFile: folder + "/ledger.md", encoding: .utf8)
            let links = page.matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
            #expect(links.count >= count, "\(links)", sourceLocation: sourceLocation)
            for link in links {
                #expect(
                    FileManager.default.fileExists(atPath: folder + "/" + link), "\(link)",
                    sourceLocation: sourceLocation)
            }
        }
    }
}
