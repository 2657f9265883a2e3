#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for data, standard error for everything else.
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
        colored = !noColor && environment["NO_COLOR", default: ""].isEmpty && isatty(STDOUT_FILENO) == 1
        interactive = !quiet && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        // Progress goes to standard error, which may be a terminal where standard output is none.
        columns = [STDOUT_FILENO, STDERR_FILENO].lazy.compactMap(Terminal.width).first ?? 80
    }

    init(_ options: GlobalOptions) {
        self.init(quiet: options.quiet, noColor: options.noColor, verbose: options.verbose)
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Prints a line of data.
    func say(_ line: String) { Terminal.write(line + "\n", to: STDOUT_FILENO) }

    /// Prints data as it is.
    func put(_ text: String) { Terminal.write(text, to: STDOUT_FILENO) }

    /// Prints data as it is.
    func put(_ bytes: [UInt8]) { Terminal.write(bytes, to: STDOUT_FILENO) }

    /// Prints a remark, unless quiet.
    func note(_ line: String) {
        guard !quiet else { return }
        clearProgress()
        Terminal.write(line + "\n", to: STDERR_FILENO)
    }

    /// Prints what is done, where that was asked for.
    func trace(_ line: String) {
        guard verbose else { return }
        clearProgress()
        Terminal.write("oomlab: \(line)\n", to: STDERR_FILENO)
    }

    /// Prints an error.
    func complain(_ line: String) {
        clearProgress()
        Terminal.write(line + "\n", to: STDERR_FILENO)
    }

    /// Shows `line` until the next one, on a terminal only.
    func progress(_ line: String) {
        guard interactive else { return }
        Terminal.write("\r\u{1b}[2K" + line.prefix(max(20, columns - 1)), to: STDERR_FILENO)
    }

    /// Takes the progress line away.
    func clearProgress() {
        guard interactive else { return }
        Terminal.write("\r\u{1b}[2K", to: STDERR_FILENO)
    }

    /// Writes all of `text`; a closed pipe is nobody's error.
    private static func write(_ text: some StringProtocol, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ data: [UInt8], to descriptor: Int32) {
        var bytes = data[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
