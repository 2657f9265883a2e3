import Foundation
import Testing

extension Live {
    /// The claims ledger as a user asks for it, over the golden runs; no machine is started.
    @Suite struct LedgerCommandTests {
        private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        private static let golden = root.appendingPathComponent("Tests/Golden").path
        private static let script = root.appendingPathComponent("scripts/publish-evidence").path

        @Test func isTextJSONHTMLAndMarkdown() async throws {
            try await Command.inScratch { command in
                let text = try await command("report", Self.golden, "--ledger")
                #expect(text.status == 0 && text.output.hasPrefix("Does the claim hold?"), "\(text)")
                let json = try await command("report", Self.golden, "--ledger", "--format", "json")
                let ledger = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
                #expect(ledger["schema"] as? String == "oomlab.ledger/1")
                let keys = Set(ledger.keys)
                #expect(keys == ["schema", "kernels", "claims", "builds", "notes"])
                let page = try await command("report", Self.golden, "--ledger", "--format", "html")
                #expect(page.status == 0 && page.output.contains("<h1>The claims ledger</h1>"), "\(page)")
                let csv = try await command("report", Self.golden, "--ledger", "--format", "csv")
                #expect(
                    csv.status == 64 && csv.errors.contains("its forms are text, json, html and markdown"), "\(csv)")
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
                let published = try await self.published(command)
                #expect(!used.isEmpty && published == used)
                try expectLinks(in: command.folder.appending("edition").string, atLeast: 4)
                let again = try await command("report", "edition/runs", "--format", "html", "--output", "page.html")
                #expect(again.status == 0, "\(again)")

                let spoilt =
                    "cp -r \(Self.golden) runs && sed -i 's/\"status\" : \"PASS\",$/\"status\" : \"ERROR\",/' runs/6.12-shared-mm/record.json"
                let refused = try await command.shell("\(spoilt) && \(Self.script) \"$OOMLAB\" runs edition")
                #expect(refused.status != 0 && refused.errors.contains("an edition has no ERROR"), "\(refused)")
                let kept = try await self.published(command)
                #expect(kept == used, "an edition was lost")
                #expect(command.names(in: ".").filter { $0.hasSuffix(".draft") } == [])
            }
        }

        /// The ids of the edition's runs.
        private func published(_ command: Command) async throws -> Set<String> {
            let answer = try await command("report", "edition/runs", "--format", "json")
            let parsed = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
            let runs = try #require(parsed as? [[String: Any]])
            return Set(runs.compactMap { $0["id"] as? String })
        }

        /// Every link of the page leads to a file that is there, or to a line of one.
        private func expectLinks(
            in folder: String, atLeast count: Int, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let page = try String(contentsOfFile: folder + "/ledger.md", encoding: .utf8)
            let links = page.matches(of: /\]\(([^)#]+)(?:#L([0-9]+))?\)/)
            #expect(links.count >= count, "\(links)", sourceLocation: sourceLocation)
            for link in links {
                let text = try? String(contentsOfFile: folder + "/" + link.output.1, encoding: .utf8)
                let lines = text.map { $0.split(separator: "\n").count } ?? 0
                let line = link.output.2.flatMap { Int($0) } ?? 1
                #expect(lines >= line, "\(link.output.0)", sourceLocation: sourceLocation)
            }
        }
    }
}
