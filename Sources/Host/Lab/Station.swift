import Runs

/// Where plans are carried out. `Lab` is the only one so far: virtual machines on this host.
///
/// A station leaves a finished folder of raw evidence for each request, and judges nothing.
public protocol Station: Sendable {
    /// Gets a line for what a run does besides.
    var notice: @Sendable (String) -> Void { get }

    /// Carries out the request and returns the finished folder, whatever became of the kernel.
    ///
    /// - Throws: `HostError` if nothing could be run, `CancellationError` if the task was cancelled; nothing is left behind then.
    func run(_ request: RunRequest) async throws -> RunFolder
}
