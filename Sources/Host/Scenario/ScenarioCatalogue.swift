import Foundation

/// The scenarios that come with oomlab: every YAML file below a folder, found by name, claim or tag.
public struct ScenarioCatalogue: Sendable {
    /// The scenarios, by name.
    public let scenarios: [Scenario]
    /// What is wrong with files that could not be read as scenarios; the others are listed all the same.
    public let errors: [ScenarioError]
    /// The folder that was read.
    public let folder: String

    /// Names the folder in the environment.
    public static let variable = "OOMLAB_SCENARIOS"

    /// Reads every `.yaml` file below `folder`, in the order of their paths.
    public init(folder: String) {
        self.folder = folder
        var scenarios: [Scenario] = []
        var errors: [ScenarioError] = []
        for file in ScenarioCatalogue.files(below: folder) {
            do {
                var scenario = try ScenarioCatalogue.load(file: file)
                scenario.isShipped = true
                if let other = scenarios.first(where: { $0.name == scenario.name }) {
                    errors.append(
                        ScenarioError(
                            file: file, key: "scenario", value: scenario.name,
                            message: "a second scenario '\(scenario.name)'; the first is \(other.file)"))
                } else {
                    scenarios.append(scenario)
                }
            } catch let error as ScenarioErrors {
                errors += error.errors
            } catch {
                errors.append(ScenarioError(file: file, message: "\(error)"))
            }
        }
        self.scenarios = scenarios.sorted { $0.name < $1.name }
        self.errors = errors
    }

    /// The catalogue of this installation: the folder in `OOMLAB_SCENARIOS`, the checkout that the executable was built in, or
    /// `share/oomlab/Scenarios` beside the folder of the executable.
    ///
    /// - Throws: `ScenarioErrors` where no such folder is found.
    public static func standard() throws -> ScenarioCatalogue { ScenarioCatalogue(folder: try standardFolder()) }

    /// What someone named on the command line, by this installation's catalogue. A scenario is in the file of its name, and no other is read where
    /// names and files are all that is asked for: the whole catalogue takes a tenth of a short run.
    ///
    /// - Throws: `ScenarioErrors` as the `scenarios(named:)` of a catalogue does.
    public static func scenarios(named words: [String]) throws -> [Scenario] {
        let folder = try standardFolder()
        lazy var files = ScenarioCatalogue.files(below: folder)
        lazy var whole = ScenarioCatalogue(folder: folder)
        guard !words.isEmpty else { return try whole.scenarios(named: words) }
        return try collect(words) { word in
            if isFile(word) { return [try load(file: word)] }
            if let scenario = scenario(named: word, among: files) { return [scenario] }
            return try whole.find(word)
        }
    }

    /// The scenario or the twin of this name, where one file is called so and holds it.
    private static func scenario(named name: String, among files: [String]) -> Scenario? {
        let stem = name.hasSuffix(Words.twinSuffix) ? String(name.dropLast(Words.twinSuffix.count)) : name
        let matches = files.filter { $0.hasSuffix("/\(stem).yaml") }
        guard matches.count == 1, var scenario = try? load(file: matches[0]) else { return nil }
        scenario.isShipped = true
        return [scenario, scenario.twin].compactMap(\.self).first { $0.name == name }
    }

    private static func standardFolder() throws -> String {
        let environment = ProcessInfo.processInfo.environment[variable] ?? ""
        if !environment.isEmpty {
            guard isFolder(environment) else {
                throw ScenarioErrors([ScenarioError(file: "\(variable)=\(environment)", message: "is no folder")])
            }
            return environment
        }
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            for place in ["Workloads/Scenarios", "share/oomlab/Scenarios"] {
                let candidate = folder.appendingPathComponent(place).path
                if isFolder(candidate) { return candidate }
            }
            folder.deleteLastPathComponent()
        }
        throw ScenarioErrors([
            ScenarioError(
                file: "", message: "no scenarios beside the executable; name their folder in \(variable)")
        ])
    }

    /// The scenario of this name; a twin by its own name.
    public func scenario(named name: String) -> Scenario? {
        if let scenario = scenarios.first(where: { $0.name == name }) { return scenario }
        return scenarios.lazy.compactMap(\.twin).first { $0.name == name }
    }

    /// Every scenario that carries a tag or belongs to a claim.
    public func scenarios(tagged tag: String) -> [Scenario] {
        scenarios.filter { $0.tags.contains(tag) || $0.claim == tag }
    }

    /// What someone may have meant on the command line: a file, a scenario's or a twin's name, `ledger`, a tag, or a claim, in this order.
    ///
    /// - Throws: `ScenarioErrors` for a file with faults, and for a word that is nothing, with the nearest that is something.
    public func find(_ word: String) throws -> [Scenario] {
        if ScenarioCatalogue.isFile(word) {
            return [try ScenarioCatalogue.load(file: word)]
        }
        if let scenario = scenario(named: word) { return [scenario] }
        if word == Words.ledger { return try ledger() }
        let tagged = scenarios(tagged: word)
        if !tagged.isEmpty { return tagged }
        // A scenario whose file has faults is not unknown: its faults are what has to be told.
        let faulty = errors.filter { URL(fileURLWithPath: $0.file).deletingPathExtension().lastPathComponent == word }
        if !faulty.isEmpty { throw ScenarioErrors(faulty) }
        throw ScenarioErrors([
            ScenarioError(
                file: "", key: "scenario", value: word, message: "no scenario, tag or claim is called '\(word)'",
                suggestion: nearestWord(to: word, in: words))
        ])
    }

    /// What someone named on the command line, each scenario once, in the order of the words; all of them where nothing was named.
    ///
    /// - Throws: `ScenarioErrors` for every word that is nothing, and where everything is asked for and a file has faults.
    public func scenarios(named words: [String]) throws -> [Scenario] {
        guard words.isEmpty else { return try ScenarioCatalogue.collect(words, find) }
        guard errors.isEmpty else { throw ScenarioErrors(errors) }
        return scenarios
    }

    /// What each word stands for, each scenario once, or the faults of all words.
    private static func collect(_ words: [String], _ find: (String) throws -> [Scenario]) throws -> [Scenario] {
        var found: [Scenario] = []
        var faults: [ScenarioError] = []
        for word in words {
            do {
                for scenario in try find(word) where !found.contains(where: { $0.name == scenario.name }) {
                    found.append(scenario)
                }
            } catch let error as ScenarioErrors {
                faults += error.errors
            }
        }
        guard faults.isEmpty else { throw ScenarioErrors(faults) }
        return found
    }

    /// The scenarios of the claims ledger, each followed by its twin: what happens is told by the two together. Benchmarks answer no claim.
    ///
    /// - Throws: `ScenarioErrors` where a file has faults, since a row would be missing.
    public func ledger() throws -> [Scenario] {
        guard errors.isEmpty else { throw ScenarioErrors(errors) }
        return scenarios.filter { !$0.tags.contains(Words.benchmark) }
            .flatMap { [$0] + [$0.twin].compactMap(\.self) }
    }

    /// Everything that `find` knows.
    public var words: [String] {
        let names = scenarios.map(\.name)
        let twins = scenarios.filter(\.hasTwin).map { $0.name + Words.twinSuffix }
        return names + twins + [Words.ledger] + Set(scenarios.flatMap { $0.tags + [$0.claim] }).sorted()
    }

    /// Whether `word` can only be a file: a path, a YAML file, or `-` for standard input.
    public static func isFile(_ word: String) -> Bool {
        word == "-" || word.hasSuffix(".yaml") || word.hasSuffix(".yml") || word.contains("/")
    }

    /// Reads one file; `-` is standard input.
    ///
    /// - Throws: `ScenarioErrors`, also for a file that can't be read, is too long, or is no UTF-8.
    public static func load(file: String) throws -> Scenario {
        let fail = { (message: String) in ScenarioErrors([ScenarioError(file: file, message: message)]) }
        guard let handle = file == "-" ? .standardInput : FileHandle(forReadingAtPath: file) else {
            throw fail(FileManager.default.fileExists(atPath: file) ? "can't be read" : "no such file")
        }
        defer { try? handle.close() }
        var data = Data()
        // A device or a pipe may never end: no more is read than a scenario can have.
        while data.count <= SourceTree.maximumBytes {
            let piece: Data?
            do { piece = try handle.read(upToCount: SourceTree.maximumBytes + 1 - data.count) } catch {
                throw fail("can't be read")
            }
            guard let piece, !piece.isEmpty else { break }
            data += piece
        }
        guard data.count <= SourceTree.maximumBytes else {
            throw fail("is too long; a scenario has at most \(SourceTree.maximumBytes) bytes")
        }
        guard let source = String(validating: data, as: UTF8.self) else { throw fail("is no UTF-8 text") }
        return try Scenario.parse(source: source, file: file)
    }

    private static func files(below folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .sorted().map { folder + "/" + $0 }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
