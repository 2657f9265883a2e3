/// The events of the kernel's `oom` trace system that every run records, and that tell what became of a victim.
public enum OOMEvent {
    /// Their names in tracefs, in the order of a kill (include/trace/events/oom.h).
    public static let names = [
        "mark_victim", "wake_reaper", "start_task_reaping", "finish_task_reaping", "skip_task_reaping",
    ]
}
