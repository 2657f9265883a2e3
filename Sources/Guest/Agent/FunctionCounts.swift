import CLinux
import GuestProtocolEmbedded

/// Counts who enters the functions that the plan names: a kprobe each, with a histogram by task for its trigger, so that nothing goes into the trace. A
/// kernel without such triggers (CONFIG_HIST_TRIGGERS) counts entries and not by whom: there the event is on, and lets nobody through to the trace.
///
/// What the kernel made of them is recorded as the kernel tells it: its list of probes, and the histograms.
struct FunctionCounts {
    private static let definitions: StaticString = "/sys/kernel/tracing/kprobe_events"
    private static let folder: StaticString = "/sys/kernel/tracing/events/reach/f_"
    private static let histogram: StaticString = "hist:keys=common_pid.execname"
    private static let nobody: StaticString = "common_pid==-1"
    /// Where a compiler has split a function, or given it other arguments, its name has one of these behind it.
    private static let suffixes: [StaticString] = ["", ".constprop.0", ".isra.0", ".part.0"]

    private let count: Int

    /// Sets the probes; a function that this kernel doesn't have, or that was made part of another one, has none.
    init(_ functions: [Bytes], _ names: FileNames) {
        count = functions.count
        guard count > 0 else { return }
        for (index, function) in functions.enumerated() where !FunctionCounts.define(index, function) {
            names.record("/sys/kernel/tracing/error_log")
        }
        names.record(FunctionCounts.definitions)
    }

    /// Records every histogram as it stands. For the actor: reading one makes the kernel allocate.
    func record(_ names: FileNames) {
        guard count > 0 else { return }
        for index in 0..<count { names.record(FunctionCounts.path(index, "/hist")) }
        names.record("/sys/kernel/tracing/kprobe_profile")
    }

    private static func define(_ index: Int, _ function: Bytes) -> Bool {
        for suffix in suffixes {
            var text = Text(capacity: 256)
            text.append("p:reach/f_")
            text.append(decimal: index)
            text.append(" ")
            text.append(function)
            text.append(suffix)
            defer { text.start.deallocate() }
            guard Files.write(text.raw, to: definitions.cString) == 0 else { continue }
            if Files.write(histogram, to: path(index, "/trigger").cString) == 0 { return true }
            return Files.write(nobody, to: path(index, "/filter").cString) == 0
                && Files.write("1", to: path(index, "/enable").cString) == 0
        }
        return false
    }

    /// Lives as long as the agent: a few of them, before the first step or in the actor.
    private static func path(_ index: Int, _ file: StaticString) -> Text {
        var path = Text(capacity: 96)
        path.append(folder)
        path.append(decimal: index)
        path.append(file)
        return path
    }
}
