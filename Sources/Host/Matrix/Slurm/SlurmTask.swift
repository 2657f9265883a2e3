import Faults
import Kernels
import Lab
import Scenario
import SystemPackage

/// What one task of a job array does on its node.
public enum SlurmTask {
    /// Makes the cells of task `index`, one after another, and leaves an answer for each. An interrupted cell leaves none.
    ///
    /// - Throws: `HostError` where the task folder can't be read, `CancellationError` where the task was told to end.
    public static func run(
        folder path: FilePath, index: Int, store: KernelStore, notice: @escaping @Sendable (String) -> Void
    ) async throws {
        let folder = TaskFolder(path: path)
        let list = try folder.list()
        for entry in list.entries(ofTask: index) {
            try folder.markStarted(entry.position)
            let answer: TaskFolder.Answer
            do {
                answer = try await self.answer(for: entry, list, store, notice)
            } catch  where !Task.isCancelled {
                answer = .failed(reason: "\(error)")
            }
            try Task.checkCancellation()
            try folder.write(answer, for: entry.position)
        }
    }

    private static func answer(
        for entry: TaskList.Entry, _ list: TaskList, _ store: KernelStore,
        _ notice: @escaping @Sendable (String) -> Void
    ) async throws -> TaskFolder.Answer {
        let scenario = try Scenario.parse(
            source: entry.scenarioSource, file: entry.scenarioFile, name: entry.scenarioName,
            isShipped: entry.isScenarioShipped)
        let cell = Cell(
            scenario: scenario,
            kernel: try await kernel(of: entry, store), seed: entry.seed, repetition: entry.repetition)
        let output = FilePath(list.output)
        let lab = try await Lab(output: output, cold: list.cold, notice: notice)
        let runner = MatrixRunner(engine: LocalEngine(station: lab, jobs: 1), options: list.options, output: output)
        let observer = MatrixObserver(planned: { _ in }, started: { _ in }, finished: { _ in })
        guard let result = try await runner.run([cell], observer: observer).first else { throw CancellationError() }
        guard let folder = result.folder else { return .failed(reason: result.record.reason ?? "nothing was run") }
        return .ran(id: folder.id)
    }

    /// The very kernel that the command meant: from this node's cache, or fetched.
    private static func kernel(of entry: TaskList.Entry, _ store: KernelStore) async throws -> InstalledKernel {
        let named = { store.list().first { $0.name == entry.kernelName } }
        if named() == nil { _ = try await store.fetch([KernelSpec(entry.kernelName)]) }
        guard let kernel = named() else {
            throw HostError(
                "this node has no kernel \(entry.kernelName)", remedy: "share the cache, or add the kernel here")
        }
        guard kernel.identity.sha256 == entry.kernelSHA256 else {
            throw HostError(
                "this node's kernel \(entry.kernelName) is another one (SHA-256 \(kernel.identity.sha256.prefix(12))…)",
                remedy: "share the cache, or add the same kernel here")
        }
        return kernel
    }
}
