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
        var pipe: Int32 = -1
        var isReady = false
        var hasExited = false
    }

    private static let program: StaticString = "/bin/workload"
    /// Where a workload finds its pipe to the agent.
    private static let readyDescriptor: Int32 = 3

    /// __WALL: children of every kind of clone.
    private let allChildren: Int32 = 0x4000_0000

    private var children: [Child] = []
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
        let pid = fork()
        if pid == 0 { become(process, readyPipe: ends.1) }
        let failure = pid < 0 ? clinux_errno() : 0
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

    /// In the child: enters its group, takes its score, and becomes the workload. A failure is the exit status 126 or 127.
    private func become(_ process: Int, readyPipe: Int32) -> Never {
        let child = children[process]
        let node = groups.nodes[child.group]
        guard pwrite(node.processes, "0", 1, 0) == 1,
            Files.write(child.oomScoreAdj.raw, to: "/proc/self/oom_score_adj") == 0
        else { _exit(126) }
        // The workload lifts this again as soon as it is there. A cpuset may forbid it: then the process starts where it may.
        if child.cpu >= 0 { _ = clinux_run_on_cpu(child.cpu) }
        // dup2 onto itself would leave the close-on-exec flag.
        if readyPipe == Children.readyDescriptor {
            clinux_keep_on_exec(readyPipe)
        } else {
            dup2(readyPipe, Children.readyDescriptor)
        }
        Observer.release()
        var nothing: UnsafeMutablePointer<CChar>?
        execve(Children.program.cString, child.arguments, &nothing)
        _exit(127)
    }

    /// Hears which processes are ready, and reaps. Returns the process that has become ready, if one has.
    func attend() -> Int? {
        var news: Int?
        for index in children.indices where children[index].pipe >= 0 {
            if listen(index) { news = index }
        }
        reap()
        return news
    }

    private func listen(_ index: Int) -> Bool {
        var byte: UInt8 = 0
        let count = read(children[index].pipe, &byte, 1)
        guard count >= 0 else { return false }
        close(children[index].pipe)
        children[index].pipe = -1
        guard count == 1 else { return false }
        children[index].isReady = true
        out.pair(.ready, Int32(truncatingIfNeeded: index), children[index].pid)
        return true
    }

    /// Orphans come to PID 1, so every process of the experiment is seen here.
    private func reap() {
        var status: Int32 = 0
        while true {
            let pid = waitpid(-1, &status, WNOHANG | allChildren)
            guard pid > 0 else { return }
            out.pair(.exited, pid, status)
            for index in children.indices where children[index].pid == pid { children[index].hasExited = true }
        }
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
