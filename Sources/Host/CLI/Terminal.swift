import SafeText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for data, standard error for everything else; see `StandardOutput` for what happens where that fails.
struct Terminal: Sendable {
    /// A terminal with nothing switched off.
    static let standard = Terminal(quiet: false, noColor: false)

    /// Whether progress and notes are left out.
    let quiet: Bool
    /// Whether it is told what is done.
    let verbose: Bool
    /// Whether data may be coloured: standard output is a terminal and nobody objects.
    let colored: Bool
    /// Whether a line that is written over may be shown.
    let interactive: Bool
    /// The width of the terminal in columns: 80 where there is none.
    let columns: Int

    init(quiet: Bool, noColor: Bool, verbose: Bool = false) {
        let environment = ProcessInfo.processInfo.environment
        self.quiet = quiet
        self.verbose = verbose
        colored = !noColor && environment["NO_COLOR", default: ""].isEmpty && Terminal.outputIsTerminal
        interactive = !quiet && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        // Progress goes to standard error, which may be a terminal where standard output is none.
        columns = [STDOUT_FILENO, STDERR_FILENO].lazy.compactMap(Terminal.width).first ?? 80
    }

    /// Whether somebody reads the data as it comes.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    init(_ options: GlobalOptions) {
        self.init(quiet: options.quiet, noColor: options.noColor, verbose: options.verbose)
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Prints a line of data, or several, for people: nothing in it steers the terminal but our own colours.
    func say(_ line: String) { put(Plain.lines(line, keepsColors: colored) + "\n") }

    /// Prints data as it is.
    func put(_ text: String) { put(Array(text.utf8)) }

    /// Prints data as it is.
    func put(_ bytes: [UInt8]) { StandardOutput.write(bytes) }

    /// Prints a remark, unless quiet.
    func note(_ line: String) {
        guard !quiet else { return }
        complain(line)
    }

    /// Prints what is done, where that was asked for.
    func trace(_ line: String) {
        guard verbose else { return }
        complain("oomlab: \(line)")
    }

    /// Prints an error. Wherever it comes from, it may quote a file, a guest or a package: this is where its text is made harmless.
    func complain(_ line: String) {
        clearProgress()
        StandardOutput.complain(Plain.lines(line, keepsColors: colored) + "\n")
    }

    /// Shows `line` until the next one, on a terminal only.
    func progress(_ line: String) {
        guard interactive else { return }
        StandardOutput.complain("\r\u{1b}[2K" + Plain.text(line).prefix(max(20, columns - 1)))
    }

    /// Takes the progress line away.
    func clearProgress() {
        guard interactive else { return }
        StandardOutput.complain("\r\u{1b}[2K")
    }
}
