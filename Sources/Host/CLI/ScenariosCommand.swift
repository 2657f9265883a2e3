import ArgumentParser
import Faults
import SafeText
import Scenario

/// `oomlab scenarios`: what can be run.
struct ScenariosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "List, show and check scenarios.",
        discussion: """
            A scenario is a YAML file. Those that come with oomlab are found by name, tag or claim.

            EXAMPLES:
              oomlab scenarios list freezer
              oomlab scenarios show frozen-victim-v1
              oomlab scenarios check my-scenario.yaml
              oomlab scenarios words steps
            """,
        subcommands: [List.self, Show.self, Check.self, Words.self], defaultSubcommand: List.self)
}

/// How `list` answers.
private enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
}

/// How `show` answers.
private enum ShowFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, yaml
}

extension ScenariosCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the scenarios.",
            discussion: """
                EXAMPLES:
                  oomlab scenarios list
                  oomlab scenarios list freezer --format json
                  oomlab scenarios list --format markdown >docs/scenarios.md
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp("Only those with this tag or claim.", valueName: "tag"))
        var tag: String?

        @Option(help: "text, json or markdown (the guide to all of them).")
        fileprivate var format: ListFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let catalogue = try reporting { try ScenarioCatalogue.standard() }
            terminal.trace("scenarios of \(catalogue.folder)")
            let scenarios = try reporting { try tag.map(catalogue.find) ?? catalogue.scenarios }
            switch format {
            case .json: terminal.say(try AnswerFormat.json(scenarios.map(ScenarioSummary.init)))
            case .markdown: terminal.put(ScenarioGuide(scenarios.filter { !$0.isTwin }).description)
            case .text:
                let width = scenarios.map(\.name.count).max() ?? 0
                let claims = scenarios.map(\.claim.count).max() ?? 0
                for scenario in scenarios {
                    let name = scenario.name.padding(toLength: width, withPad: " ", startingAt: 0)
                    let claim = scenario.claim.padding(toLength: claims, withPad: " ", startingAt: 0)
                    terminal.say("\(name)  \(claim)  \(scenario.summary)")
                }
            }
            // The scenarios that can be read are listed all the same.
            if !catalogue.errors.isEmpty { throw failure(ScenarioErrors(catalogue.errors)) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a scenario in full.",
            discussion: """
                EXAMPLES:
                  oomlab scenarios show frozen-victim-v1
                  oomlab scenarios show baseline-anon --format yaml >my-scenario.yaml
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp("A scenario's or a twin's name, or a file.", valueName: "name"))
        var name: String

        @Option(help: "text, json or yaml.")
        fileprivate var format: ShowFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let scenarios = try reporting { try ScenarioCatalogue.scenarios(named: [name]) }
            for scenario in scenarios { terminal.trace("\(scenario.name) is in \(scenario.file)") }
            switch format {
            case .text:
                let texts = scenarios.map { ScenarioText($0).description }
                terminal.put(Plain.lines(texts.joined(separator: "\n")))
            // A file of somebody's own, for a file: byte by byte what it is, but not on a terminal.
            case .yaml:
                let source = scenarios.map(\.source).joined(separator: "---\n")
                terminal.put(Terminal.outputIsTerminal ? Plain.lines(source) : source)
            case .json:
                let summaries = scenarios.map(ScenarioSummary.init)
                terminal.say(try summaries.count == 1 ? AnswerFormat.json(summaries[0]) : AnswerFormat.json(summaries))
            }
        }

    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check scenario files.",
            discussion: """
                Ends with 64 and a line for each fault where there is one; nothing is booted.

                EXAMPLES:
                  oomlab scenarios check my-scenario.yaml
                  oomlab scenarios check - <my-scenario.yaml
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp("Scenario files; - is standard input.", valueName: "file"))
        var files: [String]

        @Option(help: "text or json.")
        var format: AnswerFormat = .text

        /// What was found in one file.
        private struct Finding: Encodable {
            let file: String
            let ok: Bool
            let faults: [String]
        }

        func run() throws {
            let terminal = Terminal(global)
            var errors: [ScenarioError] = []
            var findings: [Finding] = []
            for file in files {
                let faults = Self.faults(in: file)
                errors += faults
                findings.append(Finding(file: file, ok: faults.isEmpty, faults: faults.map(\.description)))
                if format == .text, faults.isEmpty { terminal.say("\(file): ok") }
            }
            if format == .json { terminal.say(try AnswerFormat.json(findings)) }
            if !errors.isEmpty { throw failure(ScenarioErrors(errors)) }
        }

        private static func faults(in file: String) -> [ScenarioError] {
            do {
                let scenario = try ScenarioCatalogue.load(file: file)
                _ = try scenario.plan()
                _ = try scenario.twin?.plan()
                return scenario.notices
            } catch let error as ScenarioErrors {
                return error.errors
            } catch {
                return [ScenarioError(file: file, message: "\(error)")]
            }
        }
    }
}

extension ScenariosCommand {
    struct Words: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List everything that a scenario can be written with.",
            discussion: """
                Keys, steps, files of a group, workloads with their arguments, observations, operators, features, claims.

                EXAMPLES:
                  oomlab scenarios words
                  oomlab scenarios words workloads
                  oomlab scenarios words observations --format json
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp("Only this chapter, such as steps.", valueName: "chapter"))
        var chapter: String?

        @Option(help: "text or json.")
        var format: AnswerFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let words: ScenarioWords
            do {
                words = try ScenarioWords(chapter: chapter)
            } catch let error as ScenarioWords.UnknownWord {
                throw UsageError("\(error)")
            }
            switch format {
            case .text: terminal.put(words.text)
            case .json: terminal.say(try AnswerFormat.json(words))
            }
        }
    }
}

/// Turns faults of scenarios into lines on stderr and exit status 64.
private func reporting<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let errors as ScenarioErrors { throw failure(errors) }
}

/// Prints one line a fault; what is no file's fault is the command's.
private func failure(_ errors: ScenarioErrors) -> ExitCode {
    for error in errors.errors {
        Terminal.standard.complain(error.file.isEmpty ? "oomlab: \(error)" : error.description)
    }
    return ExitCode(64)
}
