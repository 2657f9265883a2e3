import ArgumentParser
import Foundation
import Kernels
import Lab

/// `oomlab doctor`: what this host can do, and how to get what is missing.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check what this host can do, and how to fix what is missing.",
        discussion: """
            Whether KVM works is found out by booting a kernel, which takes up to ten seconds the first time.
            Ends with 0 where everything that a run needs is there, with 2 otherwise.

            EXAMPLES:
              oomlab doctor
              oomlab doctor --format json
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "text or json.") var format: AnswerFormat = .text

    func run() async throws {
        let terminal = Terminal(global)
        terminal.trace("looking at QEMU, KVM, the cache, the kernels in it and cgroups")
        let findings = await Doctor(kernels: KernelStore().list()).examine()
        switch format {
        case .text: terminal.say(findings.map(Self.line).joined(separator: "\n"))
        case .json: terminal.say(try AnswerFormat.json(findings))
        }
        if findings.contains(where: { $0.state == .missing }) { throw ExitCode(2) }
    }

    /// State, name and detail, and on a line of its own how to fix it.
    private static func line(_ finding: Finding) -> String {
        let state = finding.state.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let name = finding.name.padding(toLength: max(20, finding.name.count), withPad: " ", startingAt: 0)
        let detail = finding.detail.replacing("\n", with: "\n" + String(repeating: " ", count: 29))
        let fix = finding.remedy.map { "\n" + String(repeating: " ", count: 29) + "fix: " + $0 } ?? ""
        return "\(state) \(name) \(detail)\(fix)"
    }
}
