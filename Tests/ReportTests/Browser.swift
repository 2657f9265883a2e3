import Foundation

/// Headless Chromium, as a reader of reports.
enum Browser {
    /// What went wrong with the browser itself.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let program: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome"]
        return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Whether the browser's tests run: where it is missing they are skipped, unless nothing may be skipped.
    static let isWanted = program != nil || ProcessInfo.processInfo.environment["OOMLAB_NO_SKIP"] == "1"

    /// What a page did when it was only opened.
    struct Opening {
        /// Lines of its console. The browser's own pages, which it opens beside, talk too: where it finds the network slow, for one.
        let console: [String]
    }

    /// Opens `html` from disk.
    static func open(_ html: String) throws -> Opening {
        let (_, log) = try start(html, ["--enable-logging=stderr", "--dump-dom"])
        let lines = log.split(separator: "\n").filter { $0.contains("CONSOLE") && !$0.contains("source: chrome://") }
        return Opening(console: lines.map(String.init))
    }

    /// Runs `script` in the page, with the page's own ban on scripts lifted, and answers what it returns.
    static func probe<Answer: Decodable>(_ html: String, dark: Bool = false, script: String, as: Answer.Type) throws
        -> Answer
    {
        let free = html.replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "", maxReplacements: 1)
        let code = """
            <script>window.addEventListener('load',()=>{const answer=(()=>{\(script)})();const out=document.createElement('pre');out.id='probe';
            out.textContent=btoa(unescape(encodeURIComponent(JSON.stringify(answer))));document.body.append(out)})</script>
            """
        let (dom, _) = try start(free + code, ["--dump-dom", "--window-size=1000,900"], dark: dark)
        guard let match = dom.firstMatch(of: /<pre id="probe">([A-Za-z0-9+\/=]*)<\/pre>/),
            let data = Data(base64Encoded: String(match.1))
        else { throw Failure(description: "the page gave no answer: \(dom.suffix(300))") }
        return try JSONDecoder().decode(Answer.self, from: data)
    }

    /// A picture of the page's upper end.
    static func screenshot(_ html: String, to file: URL, width: Int, height: Int, dark: Bool) throws {
        _ = try start(
            html, ["--hide-scrollbars", "--window-size=\(width),\(height)", "--screenshot=\(file.path)"], dark: dark)
    }

    private static func start(_ html: String, _ arguments: [String], dark: Bool = false) throws -> (
        out: String, log: String
    ) {
        guard let program else {
            throw Failure(description: "no Chromium is installed; scripts/bootstrap tests does it")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "oomlab-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "report.html")
        try Data(html.utf8).write(to: page)
        let process = Foundation.Process()
        // A browser that hangs ends as a failure.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments =
            [
                "--kill-after=5", "300", program, "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-extensions",
                "--user-data-dir=\(folder.appending(path: "profile").path)",
                "--blink-settings=preferredColorScheme=\(dark ? 0 : 1)",
            ] + arguments + [page.absoluteString]
        let out = folder.appending(path: "out")
        let log = folder.appending(path: "log")
        for file in [out, log] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        process.waitUntilExit()
        let words = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) ended with \(process.terminationStatus): \(words.suffix(600))")
        }
        return (String(decoding: try Data(contentsOf: out), as: UTF8.self), words)
    }
}
