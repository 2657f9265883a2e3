/// What a run can be asked for: the vocabulary of expectations, comparisons and plots. The raw values are public names and never change.
public enum ObservationName: String, CaseIterable, Codable, Sendable, Hashable, CustomStringConvertible {
    /// Processes killed by the OOM killer, by the log's "Killed process" lines.
    case kills
    /// The roles of the killed processes, in order.
    case victims
    /// The role of the first of them.
    case firstVictim = "first_victim"
    /// Processes that died of SIGKILL: all sharers of the victim's mm.
    case sigkilled
    /// Victims other than the hog's own mm.
    case bystandersKilled = "bystanders_killed"
    /// Victims that neither are the hog nor drive anybody over a limit: no hogs and no pushers.
    case innocentsKilled = "innocents_killed"
    /// The roles of processes that died of the kernel's SIGKILL after the first victim, its mm's sharers left out.
    case furtherDeaths = "further_deaths"
    /// Share of the kills whose victim was the predicted one.
    case predictionMatches = "prediction_matches"
    /// Share of the candidates to whom the kernel itself gave the predicted points.
    case kernelPointsMatches = "kernel_points_matches"
    /// Rows of the first report's task table.
    case tasksListed = "tasks_listed"
    /// Roles that said that they hold what they were asked to hold.
    case ready
    /// Roles that ended by themselves, with status 0.
    case exited
    /// Roles that ended with another status, or by another signal than SIGKILL.
    case failed
    /// Delta of `oom` in memory.events of the scenario's top group.
    case oomEvents = "oom_events"
    /// Delta of `oom_kill` in memory.events of the scenario's top group.
    case oomKillEvents = "oom_kill_events"
    /// Delta of `oom_group_kill` in memory.events of the scenario's top group.
    case oomGroupKillEvents = "oom_group_kill_events"
    /// The group stood at its limit, with neither progress nor a kill, in the second half of a window or of a wait that ran out (docs/observations.md).
    case stalled
    /// How long the longest of these standstills lasted; absent without one.
    case standstillMs = "standstill_ms"
    /// How long the run went on to be watched after the first kill.
    case watchedMs = "watched_ms"
    /// From mark_victim until the victim's parent is told that the whole process is gone; absent when a thread never exits.
    case killToExitMs = "kill_to_exit_ms"
    /// Threads of victims that are still alive at the end of the observation window.
    case threadsLeft = "threads_left"
    /// From the kill to the group's usage below half of what it was; absent when that never happens.
    case killToReleaseMs = "kill_to_release_ms"
    /// What the group gave back by the end of the window.
    case releasedBytes = "released_bytes"
    /// What is still charged to the group at the end of the window.
    case pinnedBytes = "pinned_bytes"
    /// Of that, what no living process of the group maps.
    case pinnedByDeadBytes = "pinned_by_dead_bytes"
    /// How much of what the killed held was given back by the end of the window.
    case releasedByDeadBytes = "released_by_dead_bytes"
    /// The most that the scenario's top group held.
    case peakBytes = "peak_bytes"
    /// What the OOM reaper did: none, reaped, unable or skipped.
    case reaper
    /// Whether the reaper's turn came: came, not_needed, not_awaited or not_called.
    case reaperTurn = "reaper_turn"
    /// From the kill to the reaper's word.
    case killToReapMs = "kill_to_reap_ms"
    /// How far below its min watermark the free memory of a zone fell.
    case reserveUsePages = "reserve_use_pages"
    /// Free pages of that zone at its deepest moment.
    case reserveFreePages = "reserve_free_pages"
    /// Its min watermark, without a boost.
    case reserveMinPages = "reserve_min_pages"
    /// Free pages on the CPUs' own lists in that zone at that moment; they are not counted as free.
    case pcpPages = "pcp_pages"
    /// Pages that the zone reserved for atomic allocations of high order at that moment.
    case highatomicPages = "highatomic_pages"
    /// The role of the task that the kernel's report of that moment names.
    case reserveUser = "reserve_user"
    /// The gfp flags of its allocation.
    case reserveFlags = "reserve_flags"
    /// Page allocation failures in the log.
    case allocationFailures = "allocation_failures"
    /// Guest time from the first start to the first kill; without one, to the end of the last process that exits by itself.
    case workloadSeconds = "workload_seconds"
    /// What that time cost in instructions.
    case instructions
    /// The worst thing that the kernel did: none, oops, panic, hung_task, soft_lockup or rcu_stall.
    case kernelFailure = "kernel_failure"

    /// What an observation is measured in.
    public enum Unit: String, Codable, Sendable {
        case count, roles, ratio, bool, ms, bytes, word, pages, s, flags
    }

    /// The shape of an observation's values.
    public enum Kind: Sendable {
        /// `count` or `number`: can be compared by size.
        case numeric
        /// `flag`.
        case flag
        /// One `word` of the observation's `words`.
        case word
        /// `words`: names that the scenario or the kernel chose.
        case words
    }

    /// What the values are measured in.
    public var unit: Unit {
        switch self {
        case .kills, .sigkilled, .bystandersKilled, .innocentsKilled, .oomEvents, .oomKillEvents, .oomGroupKillEvents,
            .threadsLeft,
            .allocationFailures, .instructions, .tasksListed:
            .count
        case .victims, .firstVictim, .furtherDeaths, .ready, .exited, .failed, .reserveUser: .roles
        case .predictionMatches, .kernelPointsMatches: .ratio
        case .stalled: .bool
        case .killToExitMs, .killToReleaseMs, .killToReapMs, .standstillMs, .watchedMs: .ms
        case .releasedBytes, .pinnedBytes, .peakBytes, .pinnedByDeadBytes, .releasedByDeadBytes: .bytes
        case .reaper, .reaperTurn, .kernelFailure: .word
        case .reserveUsePages, .reserveFreePages, .reserveMinPages, .pcpPages, .highatomicPages: .pages
        case .reserveFlags: .flags
        case .workloadSeconds: .s
        }
    }

    /// What the values look like.
    public var kind: Kind {
        switch unit {
        case .count, .ratio, .ms, .bytes, .pages, .s: .numeric
        case .bool: .flag
        case .word: .word
        case .roles, .flags: .words
        }
    }

    /// Which way is better, where one is: an opinion of operators, and what `compare` calls a regression.
    public enum Better: String, Sendable {
        case lower, higher
    }

    /// Which way is better; `nil` where a difference is neither: a kernel may well kill once more and be right to.
    ///
    /// Of `kernel_failure`, any failure counts as higher than none.
    public var better: Better? {
        switch self {
        case .bystandersKilled, .innocentsKilled, .stalled, .standstillMs, .killToExitMs, .threadsLeft,
            .killToReleaseMs, .pinnedBytes, .pinnedByDeadBytes, .killToReapMs, .reserveUsePages, .allocationFailures,
            .workloadSeconds, .instructions, .kernelFailure:
            .lower
        case .releasedBytes, .releasedByDeadBytes: .higher
        case .kills, .victims, .firstVictim, .furtherDeaths, .sigkilled, .predictionMatches, .kernelPointsMatches,
            .tasksListed, .ready, .exited, .failed, .oomEvents, .oomKillEvents, .oomGroupKillEvents, .watchedMs,
            .peakBytes, .reaper, .reaperTurn, .reserveFreePages, .reserveMinPages, .pcpPages, .highatomicPages,
            .reserveUser, .reserveFlags:
            nil
        }
    }

    /// The words that a `word` observation can take; empty for every other kind.
    public var words: [String] {
        switch self {
        case .reaper: ["none", "reaped", "unable", "skipped"]
        case .reaperTurn: ["came", "not_needed", "not_awaited", "not_called"]
        case .kernelFailure: ["none", "oops", "panic", "hung_task", "soft_lockup", "rcu_stall"]
        default: []
        }
    }

    /// The public name.
    public var description: String { rawValue }
}
