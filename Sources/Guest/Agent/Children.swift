import CLinux
import GuestProtocolEmbedded

/// The plan's processes as the recorder sees them: who is ready, what they say, and who is dead.
final class Children {
    private struct Child {
        var isReady = false
        var hasExited = false
        /// Whether it may still be heard.
        var isOpen = true
    }

    /// Of a process with many threads each may complain.
    private static let mostWords = 4

    /// __WALL: children of every kind of clone.
    private let allChildren: Int32 = 0x4000_0000

    private var children: [Child]
    private let roster: Roster
    private let out: RecordFile
    /// The process that carries out the steps.
    private let actor: Int32
    /// Where a complaint is read to.
    private let words = UnsafeMutableRawPointer.allocate(byteCount: Complaint.size, alignment: 8)

    init(_ roster: Roster, actor: Int32, _ out: RecordFile) {
        self.roster = roster
        self.actor = actor
        self.out = out
        children = [Child](repeating: Child(), count: roster.count)
        memset(words, 0, Complaint.size)
    }

    func isReady(_ process: Int) -> Bool { children.indices.contains(process) && children[process].isReady }

    func hasExited(_ process: Int) -> Bool { children.indices.contains(process) && children[process].hasExited }

    /// The pid of a process that was started and not reaped yet.
    func pid(_ process: Int) -> Int32? {
        guard children.indices.contains(process), roster.pid(process) > 0, !children[process].hasExited else {
            return nil
        }
        return roster.pid(process)
    }

    /// Hears which processes are ready, and reaps. Returns the process that has become ready, if one has.
    func attend() -> Int? {
        var news: Int?
        for index in children.indices where children[index].isOpen && !children[index].isReady {
            if roster.pid(index) > 0, listen(index) { news = index }
        }
        reap()
        return news
    }

    /// Hears what a process has said: whether it has become ready by that. What it says later is heard when it has left.
    private func listen(_ index: Int) -> Bool {
        var hasNews = false
        for _ in 0..<Children.mostWords {
            guard read(roster.ear(index), words, 1) == 1 else { break }
            let word = words.load(as: UInt8.self)
            if word == Complaint.mark {
                hearComplaint(index)
            } else if word == UInt8(ascii: "R"), !children[index].isReady {
                children[index].isReady = true
                out.pair(.ready, Int32(truncatingIfNeeded: index), roster.pid(index))
                hasNews = true
            }
        }
        return hasNews
    }

    /// The rest of a complaint is there with its first byte: a write of so little is one piece.
    private func hearComplaint(_ index: Int) {
        guard read(roster.ear(index), words + 1, Complaint.size - 1) == Complaint.size - 1 else { return }
        let complaint = Complaint.read(words)
        out.said(index, errno: complaint.errno, complaint.text)
    }

    /// Orphans come to PID 1, so every process of the experiment is seen here.
    private func reap() {
        var status: Int32 = 0
        while true {
            let pid = waitpid(-1, &status, WNOHANG | allChildren)
            guard pid > 0 else { return }
            if pid == actor {
                out.trouble("the actor has left")
                out.end(.agentFailed)
            }
            for index in children.indices where roster.pid(index) == pid { bury(index) }
            out.pair(.exited, pid, status)
        }
    }

    private func bury(_ index: Int) {
        guard children[index].isOpen else { return }
        children[index].hasExited = true
        _ = listen(index)
        close(roster.ear(index))
        children[index].isOpen = false
    }
}
