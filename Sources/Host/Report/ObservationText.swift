import Vocabulary

/// What each observation means, for readers who meet it for the first time.
enum ObservationText {
    /// One sentence without a full stop.
    static func meaning(of name: ObservationName) -> String {
        switch name {
        case .kills: "processes killed by the OOM killer, by the log's “Killed process” lines"
        case .victims: "the roles of the killed processes, in order"
        case .firstVictim: "the role of the first of them"
        case .sigkilled: "processes that died of the kernel's SIGKILL; all that share the victim's mm do"
        case .bystandersKilled: "victims other than the hog and those that share its mm"
        case .innocentsKilled: "victims that are neither hogs nor pushers, by their roles"
        case .furtherDeaths:
            "the roles of processes that died of the kernel's SIGKILL after the first victim and those that share its mm, in order"
        case .predictionMatches: "share of the kills whose victim is the one that the kernel's own formula names"
        case .kernelPointsMatches: "share of the candidates to whom the kernel itself gave the points of its formula"
        case .tasksListed: "rows of the first report's task table"
        case .ready: "roles that said by the end of the window that they hold what they were asked to hold"
        case .exited: "roles that ended by themselves, with status 0"
        case .failed: "roles that ended with another status, or by another signal than SIGKILL"
        case .oomEvents: "rise of “oom” in memory.events of the scenario's top group"
        case .oomKillEvents: "rise of “oom_kill” in memory.events of the scenario's top group"
        case .oomGroupKillEvents: "rise of “oom_group_kill” in memory.events of the scenario's top group"
        case .stalled:
            "whether the group stood at its limit, with neither progress nor a kill, in the second half of a window or of a wait that ran out"
        case .standstillMs:
            "how long the longest of these standstills lasted; beyond 6 s none of the kernel's own waits (2 s for the reaper, 1 s of its tries) explains it"
        case .watchedMs: "how long the run went on to be watched after the first kill"
        case .killToExitMs:
            "from mark_victim until the victim's parent is told that all of it is gone; n/a where a thread never exits"
        case .threadsLeft: "threads of killed processes that are still alive at the end of the observation window"
        case .killToReleaseMs:
            "from the kill to the group's usage below half of what it was; n/a where that never happens"
        case .releasedBytes: "what the group gave back by the end of the observation window"
        case .pinnedBytes: "what is still charged to the group at the end of the observation window"
        case .pinnedByDeadBytes:
            "of what is still charged, what no living process of the group maps; kernel memory and cache of the living count too"
        case .releasedByDeadBytes:
            "how much less that is than at the kill, by the table of the kernel's report; n/a without a table"
        case .peakBytes: "the most that the group held, by samples up to the end of the observation window"
        case .reaper: "what the OOM reaper did to the first victim: none, reaped, unable or skipped"
        case .reaperTurn:
            "whether the reaper's turn came, 2 s after the kill: came, not_needed (the victim was gone by then), not_awaited (the window ended before) or not_called"
        case .killToReapMs: "from the kill to the reaper's word"
        case .reserveUsePages: "how far below its min watermark the free memory of a zone fell, at the deepest"
        case .reserveFreePages: "free pages of that zone at that moment"
        case .reserveMinPages: "the min watermark of that zone, without a boost"
        case .pcpPages: "free pages on the CPUs' own lists in that zone at that moment, which are not counted as free"
        case .highatomicPages: "pages that zone reserved for atomic allocations of high order at that moment"
        case .reserveUser: "the role of the task whose allocation the kernel reported at that zone's deepest"
        case .reserveFlags: "the gfp flags of that allocation"
        case .allocationFailures: "page allocation failures in the log"
        case .workloadSeconds:
            "guest time from the first start to the first kill, or without one to the last process's own end"
        case .instructions: "what that time cost in instructions (deterministic mode)"
        case .kernelFailure:
            "the worst thing that the kernel did: none, oops, panic, hung_task, soft_lockup or rcu_stall"
        }
    }
}
