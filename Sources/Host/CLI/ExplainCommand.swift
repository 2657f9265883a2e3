import ArgumentParser
import Explain
import ExplainPage
import Faults

/// `oomlab explain`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain the OOM kills of any kernel log: what happened, who died, and why that one.",
        discussion: """
            Reads dmesg in all its forms, syslog, journald, /dev/kmsg and console logs of any kernel from 2.6.18 on, whole or cut;
            gzip, zstd, xz, bzip2 and lz4 are unpacked, also one in another (four at most, and 64 GiB). UTF-16, lines that end in CR alone and
            blocks of NULs hide nothing. Ends with 4 where the log holds no OOM.

            EXAMPLES:
              dmesg | oomlab explain
              oomlab explain /var/log/kern.log.2.gz
              dmesg --follow | oomlab explain -                  reports each kill as it happens
              oomlab explain --format html kern.log > kern.html
              journalctl -k -b -1 | oomlab explain --format json | jq '.ooms[].victims[].name'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The log; - is standard input.") var file: String = "-"
    @Option(help: "text, json or html.") var format: ExplainFormat = .text
    @Option(help: "In text: how many reports to print in full; the others get a line each.") var full: Int = 16

    func validate() throws {
        guard full >= 0 else { throw ValidationError("--full \(full): a number of reports, from 0 on") }
    }

    func run() throws {
        if file == "-", LogInput.standardInputIsTerminal {
            throw UsageError(
                "standard input is a terminal", remedy: "name a log file, or pipe one in: dmesg | oomlab explain")
        }
        let terminal = Terminal(global)
        terminal.trace("reading \(file == "-" ? "standard input" : file)")
        let input = try LogInput(path: file)
        var answer = try format.answer(terminal, inFull: full)
        var log = LogExplainer()
        try follow(input, &log) { incidents in
            for incident in incidents { terminal.put(answer.add(incident)) }
            return answer.wantsDetail
        }
        terminal.put(answer.finish(log.summary))
        try input.finish()
        if log.summary.reportCount == 0 { throw ExitCode(4) }
    }

    /// Hands out the reports of a log as they come, to its end; what takes them says whether the next ones need detail.
    private func follow(_ input: LogInput, _ log: inout LogExplainer, _ show: ([Incident]) -> Bool) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var isSettled = true
        while true {
            // A second of silence: what only waits for the reaper's lines is told now.
            switch try input.read(into: buffer, waiting: isSettled ? -1 : 1000) {
            case .bytes(let count):
                log.readsDetail = show(log.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
                isSettled = false
            case .silence:
                log.readsDetail = show(log.settle())
                isSettled = true
            case .end:
                _ = show(log.finish())
                return
            }
        }
    }
}

/// The forms of an explanation.
enum ExplainFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, html

    func answer(_ terminal: Terminal, inFull: Int) throws -> any ExplainAnswer {
        switch self {
        case .text: TextAnswer(columns: terminal.columns, colored: terminal.colored, inFull: inFull)
        case .json: JSONAnswer()
        case .html: try HTMLAnswer()
        }
    }
}
