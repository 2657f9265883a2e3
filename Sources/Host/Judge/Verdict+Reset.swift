import Evidence
import Study

extension Verdict {
    /// Why a reset says nothing about the kernel; `nil` if there was none, or if the kernel said what it had failed of.
    ///
    /// A panic resets the machine (`panic=-1`), and its text is on the console before. A reset without one was asked for by somebody in the guest, such
    /// as a step that writes to sysrq-trigger, or has a cause that nobody knows.
    static func unexplainedReset(_ facts: Facts, _ host: HostAccount) -> String? {
        guard host.ending.kind == .guestReset, facts.kernelFailure == nil else { return nil }
        let step = facts.script.lines.last { $0.endedNs == nil }.map { " in the step '\($0.words)'" } ?? ""
        return "the guest reset itself\(step), and neither its log nor its console shows a panic"
    }
}
