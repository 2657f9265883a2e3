import ArgumentParser
import Foundation
import SafeText
import Testing
@testable import oomlab

/// Every call of the command that a document or a help text shows is one that the command takes.
@Suite struct CommandLineTests {
    /// The command's own parser: unknown verbs and options, missing arguments and impossible values are errors.
    private func problem(_ words: [String]) -> String? {
        do {
            _ = try Oomlab.parseAsRoot(words)
            return nil
        } catch {
            return Oomlab.exitCode(for: error) == .success ? nil : Oomlab.message(for: error)
        }
    }

    @Test(arguments: Markdown.all)
    func blocks(document: Markdown) {
        for block in document.blocks where block.language != "yaml" {
            for words in ShellWords.calls(in: block.code.text) {
                #expect(
                    problem(words) == nil,
                    "\(document.name), block at line \(block.code.line): oomlab \(words.joined(separator: " "))")
            }
        }
    }

    /// Within a sentence a verb may also stand for itself, without what it needs.
    @Test(arguments: Markdown.all)
    func sentences(document: Markdown) {
        let verbs = Set(Verb.all.map(\.words))
        for span in document.spans {
            for words in ShellWords.calls(in: span.text) where !verbs.contains(words) {
                #expect(
                    problem(words) == nil, "\(document.name):\(span.line): oomlab \(words.joined(separator: " "))")
            }
        }
    }

    /// The examples that people copy into their own continuous integration.
    @Test func exampleFiles() throws {
        let folder = Markdown.root.appendingPathComponent("docs/examples")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in names {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            // A workflow names its commands behind `run:`, sometimes in quotes of YAML's, or in lines of their own below it.
            let calls = ShellWords.calls(in: text.replacing("run:", with: "\n").replacing("'", with: ""))
            #expect(!calls.isEmpty, "\(name)")
            for words in calls {
                #expect(problem(words) == nil, "\(name): oomlab \(words.joined(separator: " "))")
            }
        }
    }

    @Test(arguments: Verb.all)
    func help(verb: Verb) {
        let calls = ShellWords.calls(in: verb.discussion)
        for words in calls {
            // An explanation stands two spaces behind an example, which are lost in the words: the longest beginning that is a call counts.
            let beginnings = (1...words.count).reversed().map { Array(words.prefix($0)) }
            #expect(beginnings.contains { problem($0) == nil }, "oomlab \(words.joined(separator: " "))")
        }
    }

    @Test func documentsShowCalls() {
        let calls = Markdown.all.flatMap { $0.blocks.flatMap { ShellWords.calls(in: $0.code.text) } }
        #expect(calls.count > 40)
        #expect(problem(["kernels", "list", "--offers"]) != nil)
        #expect(problem(["run", "baseline", "--sed", "1"]) != nil)
        #expect(problem(["explode"]) != nil)
    }
}

/// A command or subcommand as ArgumentParser knows it.
struct Verb: Sendable, CustomTestStringConvertible {
    /// The words that lead to it: `kernels list`.
    let words: [String]
    /// Its help text with the examples.
    let discussion: String

    var testDescription: String { words.joined(separator: " ") }

    /// Every one, the command itself included.
    static let all = below([], Oomlab.self)

    private static func below(_ words: [String], _ command: any ParsableCommand.Type) -> [Verb] {
        let configuration = command.configuration
        return [Verb(words: words, discussion: configuration.discussion)]
            + configuration.subcommands.flatMap { below(words + [$0._commandName], $0) }
    }
}
