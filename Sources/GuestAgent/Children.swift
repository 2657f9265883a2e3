import CLinux
import GuestProtocolEmbedded

/// The workload processes: started into their groups, listened to, and reaped.
final class Children {
    /// One process of the plan. Its argument vector is laid out before the first step.
    private struct Child {
        let group: Int
        let oomScoreAdj: Text
        /// Where it starts; negative is anywhere.
        let cpu: Int32
        let arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        var pid: Int32 = 0
        /// Where its words come from, until it has left.
        var pipe: Int32 = -1
        var isReady = false
        var hasExited = false
    }

    private static let program: StaticString = "/bin/workload"
    /// Where a workload finds its pipe to the agent.
    private static let readyDescriptor: Int32 = 3

    /// Of a process with many threads each may complain.
    private static let mostWords = 4

    /// __WALL: children of every kind of clone.
    private let allChildren: Int32 = 0x4000_0000

    /// What a workload says when a call of its fails: one message of this length, the errno behind the first byte and then the text.
    private static let complaint = 128

    private var children: [Child] = []
    /// Where a complaint is read to.
    private let words = UnsafeMutableRawBufferPointer.allocate(byteCount: Children.complaint, alignment: 8)
    private let groups: GroupTree
    private let out: RecordFile

    init(_ processes: [Process], _ groups: GroupTree, _ out: RecordFile) {
        self.groups = groups
        self.out = out
        children.reserveCapacity(processes.count)
        for process in processes {
            var adjustment = Text(capacity: 16)
            adjustment.append(decimal: Int(process.oomScoreAdj))
            children.append(
                Child(
                    group: Int(process.group), oomScoreAdj: adjustment,
                    cpu: process.cpu.map { Int32(truncatingIfNeeded: $0) } ?? -1, arguments: Children.vector(process)))
        }
    }

    func isReady(_ process: Int) -> Bool { children.indices.contains(process) && children[process].isReady }

    func hasExited(_ process: Int) -> Bool { children.indices.contains(process) && children[process].hasExited }

    /// The pid of a process that was started and not reaped yet.
    func pid(_ process: Int) -> Int32? {
        guard children.indices.contains(process), children[process].pid > 0, !children[process].hasExited else {
            return nil
        }
        return children[process].pid
    }

    /// Starts a process of the plan: 0 or an errno.
    func start(_ process: Int) -> Int32 {
        guard children.indices.contains(process), children[process].pid == 0,
            groups.nodes.indices.contains(children[process].group)
        else { return EINVAL }
        var ends: (Int32, Int32) = (-1, -1)
        let made = withUnsafeMutablePointer(to: &ends) {
            $0.withMemoryRebound(to: Int32.self, capacity: 2) { pipe2($0, O_CLOEXEC | O_NONBLOCK) }
        }
        guard made == 0 else { return clinux_errno() }
        warm(ends)
        // Until the child is somebody else, a signal that is meant for it must not run the agent's handlers.
        let before = clinux_block_signals()
        let pid = fork()
        if pid == 0 { become(process, readyPipe: ends.1) }
        let failure = pid < 0 ? clinux_errno() : 0
        clinux_restore_signals(before)
        close(ends.1)
        guard pid > 0 else {
            close(ends.0)
            return failure
        }
        children[process].pid = pid
        children[process].pipe = ends.0
        out.pair(.started, Int32(truncatingIfNeeded: process), pid)
        return 0
    }

    /// Has the kernel give the pipe its page now, and keep it: what the workload says is neither charged to its group, nor can it fail there.
    private func warm(_ ends: (Int32, Int32)) {
        words[0] = 0
        write(ends.1, words.baseAddress, 1)
        read(ends.0, words.baseAddress, 1)
    }

    /// In the child: enters its group, takes its score, and becomes the workload. A failure is the exit status 126 or 127.
    private func become(_ process: Int, readyPipe: Int32) -> Never {
        let child = children[process]
        let node = groups.nodes[child.group]
        if pwrite(node.processes, "0", 1, 0) != 1 { giveUp(readyPipe, "cgroup.procs", clinux_errno()) }
        let failure = Files.write(child.oomScoreAdj.raw, to: "/proc/self/oom_score_adj")
        if failure != 0 { giveUp(readyPipe, "oom_score_adj", -failure) }
        iopl(0)
        // The workload lifts this again as soon as it is there. A cpuset may forbid it: then the process starts where it may.
        if child.cpu >= 0 { _ = clinux_run_on_cpu(child.cpu) }
        // dup2 onto itself would leave the close-on-exec flag.
        if readyPipe == Children.readyDescriptor {
            clinux_keep_on_exec(readyPipe)
        } else {
            dup2(readyPipe, Children.readyDescriptor)
        }
        Observer.release()
        clinux_default_signals()
        var nothing: UnsafeMutablePointer<CChar>?
        execve(Children.program.cString, child.arguments, &nothing)
        giveUp(readyPipe, "execve", clinux_errno(), status: 127)
    }

    /// In the child: says why it can't become the workload, and leaves.
    private func giveUp(_ pipe: Int32, _ call: StaticString, _ errno: Int32, status: Int32 = 126) -> Never {
        guard let start = words.baseAddress else { _exit(status) }
        memset(start, 0, Children.complaint)
        words[0] = UInt8(ascii: "E")
        start.storeBytes(of: errno, toByteOffset: 1, as: Int32.self)
        memcpy(start + 5, call.utf8Start, min(call.utf8CodeUnitCount, Children.complaint - 6))
        write(pipe, start, Children.complaint)
        _exit(status)
    }

    /// Hears which processes are ready, and reaps. Returns the process that has become ready, if one has.
    func attend() -> Int? {
        var news: Int?
        for index in children.indices where children[index].pipe >= 0 && !children[index].isReady {
            if listen(index) { news = index }
        }
        reap()
        return news
    }

    /// Hears what a process has said: whether it has become ready by that. What it says later is heard when it has left.
    private func listen(_ index: Int) -> Bool {
        var hasNews = false
        for _ in 0..<Children.mostWords {
            guard read(children[index].pipe, words.baseAddress, 1) == 1 else { break }
            if words[0] == UInt8(ascii: "E") {
                hearComplaint(index)
            } else if words[0] == UInt8(ascii: "R"), !children[index].isReady {
                children[index].isReady = true
                out.pair(.ready, Int32(truncatingIfNeeded: index), children[index].pid)
                hasNews = true
            }
        }
        return hasNews
    }

    /// The rest of a complaint is there with its first byte: a write of so little is one piece.
    private func hearComplaint(_ index: Int) {
        guard let start = words.baseAddress,
            read(children[index].pipe, start + 1, Children.complaint - 1) == Children.complaint - 1
        else { return }
        words[Children.complaint - 1] = 0
        let text = UnsafeRawBufferPointer(
            start: start + 5, count: strlen((start + 5).assumingMemoryBound(to: CChar.self)))
        out.said(index, errno: start.loadUnaligned(fromByteOffset: 1, as: Int32.self), text)
    }

    /// Orphans come to PID 1, so every process of the experiment is seen here.
    private func reap() {
        var status: Int32 = 0
        while true {
            let pid = waitpid(-1, &status, WNOHANG | allChildren)
            guard pid > 0 else { return }
            for index in children.indices where children[index].pid == pid { bury(index) }
            out.pair(.exited, pid, status)
        }
    }

    private func bury(_ index: Int) {
        children[index].hasExited = true
        guard children[index].pipe >= 0 else { return }
        _ = listen(index)
        close(children[index].pipe)
        children[index].pipe = -1
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
