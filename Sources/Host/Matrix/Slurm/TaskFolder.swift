import Faults
import Foundation
import SystemPackage

/// What a job array's tasks are to do: written once by the command, read by every task.
struct TaskList: Codable, Sendable {
    /// One cell, with all that a task needs to make it anew.
    struct Entry: Codable, Sendable {
        let position: Int
        let scenarioName: String
        let scenarioSource: String
        let scenarioFile: String
        let isScenarioShipped: Bool
        let kernelName: String
        let kernelSHA256: String
        let seed: UInt64
        let repetition: Int
    }

    var options: MatrixOptions
    /// Where run folders are made.
    var output: String
    /// Whether machines are booted anew.
    var cold: Bool
    /// How many tasks the array has; task N makes the entries N, N + arraySize, ….
    var arraySize: Int
    var entries: [Entry]

    /// The entries of one task.
    func entries(ofTask index: Int) -> [Entry] {
        entries.indices.filter { $0 % arraySize == index }.map { entries[$0] }
    }
}

/// A hidden folder beside the run folders, shared by the command and the tasks of its job array.
struct TaskFolder: Sendable {
    /// What a task says of a cell.
    enum Answer: Codable, Equatable, Sendable {
        case ran(id: String)
        case failed(reason: String)
    }

    let path: FilePath

    /// Makes a folder below `output` with `list` in it. Throws `HostError` where that can't be done.
    static func make(in output: FilePath, _ list: TaskList) throws -> TaskFolder {
        let folder = TaskFolder(path: output.appending(".slurm-\(String(UInt64.random(in: 0 ... .max), radix: 36))"))
        do {
            try FileManager.default.createDirectory(atPath: folder.path.string, withIntermediateDirectories: true)
            try JSONEncoder().encode(list).write(to: folder.url("cells.json"), options: .atomic)
        } catch {
            throw HostError(
                "can't write \(folder.path) (\(error.localizedDescription))",
                remedy: "choose another folder with --output")
        }
        return folder
    }

    /// What the tasks are to do. Throws `HostError` where the folder is gone or foreign.
    func list() throws -> TaskList {
        do {
            return try JSONDecoder().decode(TaskList.self, from: Data(contentsOf: url("cells.json")))
        } catch {
            throw HostError("\(path) is no folder of tasks (\(error))")
        }
    }

    /// Says that a cell's machine is about to start.
    func markStarted(_ position: Int) throws { try Data().write(to: url("\(position).started")) }

    /// Whether it is.
    func hasStarted(_ position: Int) -> Bool { FileManager.default.fileExists(atPath: url("\(position).started").path) }

    /// Leaves what came of a cell, in one step.
    func write(_ answer: Answer, for position: Int) throws {
        try JSONEncoder().encode(answer).write(to: url("\(position).answer"), options: .atomic)
    }

    /// What came of a cell; `nil` where nothing has yet.
    func answer(for position: Int) -> Answer? {
        guard let data = FileManager.default.contents(atPath: url("\(position).answer").path) else { return nil }
        return try? JSONDecoder().decode(Answer.self, from: data)
    }

    /// The file for what a task prints, with Slurm's pattern for its index.
    var logPattern: String { path.appending("task-%a.log").string }

    /// The last line that a task printed; `nil` where it printed nothing.
    func lastWords(ofTask index: Int) -> String? {
        guard let data = FileManager.default.contents(atPath: url("task-\(index).log").path) else { return nil }
        let lines = String(decoding: data.suffix(4096), as: UTF8.self).split(separator: "\n")
        return lines.last.map { String($0.prefix(400)) }
    }

    /// Removes the folder; run folders lie elsewhere.
    func remove() { try? FileManager.default.removeItem(atPath: path.string) }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: path.appending(name).string) }
}
