import CLinux
import GuestProtocolEmbedded

/// Starts the plan's processes. They are the actor's siblings, so that their ends are told to PID 1.
final class Launcher {
    /// One process of the plan. Its argument vector is laid out beforehand.
    private struct Entry {
        let group: Int
        let oomScoreAdj: Text
        /// Where it starts; negative is anywhere.
        let cpu: Int32
        let arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    }

    private static let program: StaticString = "/bin/workload"
    /// Where a workload finds its pipe to the agent.
    private static let readyDescriptor: Int32 = 3

    private var entries: [Entry] = []
    private let roster: Roster
    private let groups: GroupTree
    private let words = UnsafeMutableRawPointer.allocate(byteCount: Complaint.size, alignment: 8)

    init(_ processes: [Process], _ roster: Roster, _ groups: GroupTree) {
        self.roster = roster
        self.groups = groups
        entries.reserveCapacity(processes.count)
        for process in processes {
            var adjustment = Text(capacity: 16)
            adjustment.append(decimal: Int(process.oomScoreAdj))
            entries.append(
                Entry(
                    group: Int(process.group), oomScoreAdj: adjustment,
                    cpu: process.cpu.map { Int32(truncatingIfNeeded: $0) } ?? -1, arguments: Launcher.vector(process)))
        }
    }

    /// Starts a process: its pid, or a negative errno.
    func start(_ process: Int, _ out: RecordFile) -> Int32 {
        guard entries.indices.contains(process), roster.pid(process) == 0,
            groups.nodes.indices.contains(entries[process].group)
        else { return -EINVAL }
        // Until the child is somebody else, a signal that is meant for it must not run the agent's handlers.
        let before = clinux_block_signals()
        let pid = clinux_fork_sibling(roster.pidPlace(process))
        if pid == 0 { become(process) }
        let failure = pid < 0 ? clinux_errno() : 0
        clinux_restore_signals(before)
        guard pid > 0 else { return -failure }
        roster.closeMouth(process)
        out.pair(.started, Int32(truncatingIfNeeded: process), pid)
        return pid
    }

    /// In the child: enters its group, takes its score, and becomes the workload. A failure is the exit status 126 or 127.
    private func become(_ process: Int) -> Never {
        let entry = entries[process]
        let mouth = roster.mouth(process)
        if pwrite(groups.nodes[entry.group].processes, "0", 1, 0) != 1 {
            giveUp(mouth, "cgroup.procs", clinux_errno())
        }
        let failure = Files.write(entry.oomScoreAdj.raw, to: "/proc/self/oom_score_adj")
        if failure != 0 { giveUp(mouth, "oom_score_adj", -failure) }
        iopl(0)
        _ = Actor.setFlusher(false)
        // The workload lifts this again as soon as it is there. A cpuset may forbid it: then the process starts where it may.
        if entry.cpu >= 0 { _ = clinux_run_on_cpu(entry.cpu) }
        // dup2 onto itself would leave the close-on-exec flag.
        if mouth == Launcher.readyDescriptor {
            clinux_keep_on_exec(mouth)
        } else {
            dup2(mouth, Launcher.readyDescriptor)
        }
        Observer.release()
        clinux_default_signals()
        var nothing: UnsafeMutablePointer<CChar>?
        execve(Launcher.program.cString, entry.arguments, &nothing)
        giveUp(mouth, "execve", clinux_errno(), status: 127)
    }

    /// In the child: says why it can't become the workload, and leaves.
    private func giveUp(_ mouth: Int32, _ call: StaticString, _ errno: Int32, status: Int32 = 126) -> Never {
        Complaint.put(call, errno, into: words)
        write(mouth, words, Complaint.size)
        _exit(status)
    }

    private static func vector(_ process: Process) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let count = 2 + process.arguments.count
        let vector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
        vector[0] = process.role.withCString { strdup($0) }
        vector[1] = process.workload.withCString { strdup($0) }
        for (index, argument) in process.arguments.enumerated() {
            vector[2 + index] = argument.withCString { strdup($0) }
        }
        vector[count] = nil
        return vector
    }
}
