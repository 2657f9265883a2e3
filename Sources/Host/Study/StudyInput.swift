import Evidence
import GuestProtocol
import Runs

/// Everything that a study starts from. Nothing else is looked at: no clock, no machine, no other run.
public struct StudyInput: Sendable {
    /// What the guest was told.
    public var plan: Plan
    /// What the guest wrote.
    public var evidence: Evidence
    /// What the host knows.
    public var host: HostAccount
    /// What the kernel wrote to its serial console.
    public var console: String

    /// An input with every part.
    public init(plan: Plan, evidence: Evidence, host: HostAccount, console: String) {
        self.plan = plan
        self.evidence = evidence
        self.host = host
        self.console = console
    }
}

extension StudyInput {
    /// Reads a run's folder. A console that was never written is empty; every other file that is missing or can't be read throws `EvidenceError`.
    public init(folder: RunFolder) throws {
        self.init(
            plan: try folder.plan(), evidence: try folder.evidence(), host: try folder.host(),
            console: folder.hasConsole ? try folder.console() : "")
    }
}
