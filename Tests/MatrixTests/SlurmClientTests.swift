import Foundation
import SystemPackage
import Testing

@testable import Matrix

@Suite struct SlurmClientTests {
    @Test func readsStates() {
        let states = SlurmClient.states(
            "3|FAILED\n0|RUNNING\n1|PENDING\n2|COMPLETING\n4|NODE_FAIL\nN/A|RUNNING\nnonsense\n")
        #expect(states == [0: .running, 1: .waiting, 2: .running, 3: .over("FAILED"), 4: .over("NODE_FAIL")])
        #expect(SlurmClient.states("") == [:])
    }
}

@Suite struct TaskFolderTests {
    private func list(_ count: Int, arraySize: Int) -> TaskList {
        let entries = (0..<count).map {
            TaskList.Entry(
                position: 10 + $0, scenarioName: "s", scenarioSource: "scenario: s",
                scenarioFile: "s.yaml", isScenarioShipped: false,
                kernelName: "k", kernelSHA256: "", seed: UInt64($0), repetition: 1)
        }
        return TaskList(
            options: MatrixFixture.options, output: "/runs", cold: true, arraySize: arraySize, entries: entries)
    }

    @Test func everyEntryBelongsToOneTask() {
        let list = list(7, arraySize: 3)
        #expect((0..<3).map { list.entries(ofTask: $0).map(\.seed) } == [[0, 3, 6], [1, 4], [2, 5]])
        #expect(list.entries(ofTask: 3).isEmpty)
    }

    @Test func carriesTheListThereAndTheAnswersBack() throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let folder = try TaskFolder.make(in: fixture.output, list(2, arraySize: 2))
        #expect(try folder.list().entries.map(\.position) == [10, 11])
        #expect(folder.answer(for: 10) == nil && !folder.hasStarted(10))
        try folder.markStarted(10)
        try folder.write(.ran(id: "run"), for: 10)
        try folder.write(.failed(reason: "because"), for: 11)
        #expect(folder.hasStarted(10) && folder.answer(for: 10) == .ran(id: "run"))
        #expect(folder.answer(for: 11) == .failed(reason: "because"))
        try Data("first\nlast words\n".utf8).write(to: URL(fileURLWithPath: folder.path.appending("task-1.log").string))
        #expect(folder.lastWords(ofTask: 1) == "last words" && folder.lastWords(ofTask: 0) == nil)
        // Hidden: no command takes it for a run.
        #expect(fixture.folders.isEmpty)
        folder.remove()
        #expect(throws: (any Error).self) { try folder.list() }
    }
}
