/// What the kernel store tells while it works.
public enum KernelNotice: Sendable, Equatable {
    /// A step that takes time, and how much of it is done (0 to 1), where that is known.
    case progress(String, fraction: Double?)
    /// Something worth a line: what was installed, what was kept, what could not be had.
    case note(String)
}
