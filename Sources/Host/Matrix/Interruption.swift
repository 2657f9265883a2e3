import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Runs `body` so that SIGINT or SIGTERM cancels it instead of ending the process: VMs are ended and finished runs are kept.
///
/// A second signal ends the process at once; the guards still end their VMs.
/// - Returns: what `body` returns, and whether a signal came.
public func interruptible<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> (result: Result, interrupted: Bool) {
    let task = Task { try await body() }
    let queue = DispatchQueue(label: "oomlab.signals")
    // On Linux a dispatch source takes the signal over by itself; ignoring it as well would lose it.
    let sources = [SIGINT, SIGTERM].map { number in
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler {
            guard !task.isCancelled else { _exit(128 + number) }
            task.cancel()
        }
        source.resume()
        return source
    }
    defer {
        for source in sources { source.cancel() }
    }
    let result = try await task.value
    return (result, task.isCancelled)
}
