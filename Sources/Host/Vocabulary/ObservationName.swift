/// What a run can be asked for: the vocabulary of expectations, comparisons and plots. The raw values are public names and never change.
///
/// A new observation is a case and its definition here, its value in `Study` (an extension of `Observer`), and its row in docs/observations.md: help, reports, tables,
/// `compare` and checks take the rest from the definition.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
public enum ObservationName: String, CaseIterable, Codable, Sendable, Hashable, CustomStringConvertible {
    case kills
    case victims
    case firstVictim = "first_victim"
    case sigkilled
    case bystandersKilled = "bystanders_killed"
    case innocentsKilled = "innocents_killed"
    case furtherDeaths = "further_deaths"
    case predictionMatches = "prediction_matches"
    case kernelPointsMatches = "kernel_points_matches"
    case tasksListed = "tasks_listed"
    case ready
    case exited
    case failed
    case oomEvents = "oom_events"
    case oomKillEvents = "oom_kill_events"
    case oomGroupKillEvents = "oom_group_kill_events"
    case stalled
    case standstillMs = "standstill_ms"
    case watchedMs = "watched_ms"
    case killToExitMs = "kill_to_exit_ms"
    case threadsLeft = "threads_left"
    case killToReleaseMs = "kill_to_release_ms"
    case releasedBytes = "released_bytes"
    case pinnedBytes = "pinned_bytes"
    case pinnedByDeadBytes = "pinned_by_dead_bytes"
    case releasedByDeadBytes = "released_by_dead_bytes"
    case peakBytes = "peak_bytes"
    case reaper
    case reaperTurn = "reaper_turn"
    case killToReapMs = "kill_to_reap_ms"
    case reserveUsePages = "reserve_use_pages"
    case reserveFreePages = "reserve_free_pages"
    case reserveMinPages = "reserve_min_pages"
    case pcpPages = "pcp_pages"
    case highatomicPages = "highatomic_pages"
    case reserveUser = "reserve_user"
    case reserveFlags = "reserve_flags"
    case allocationFailures = "allocation_failures"
    case workloadSeconds = "workload_seconds"
    case instructions
    case kernelFailure = "kernel_failure"

    /// The public name.
    public var description: String { rawValue }

    /// What it is. The meaning is one sentence without a full stop.
    public var definition: ObservationDefinition {
        switch self {
        case .kills:
            .init(.count, weight: .outcome, "processes killed by the OOM killer, by the log's “Killed process” lines")
        case .victims:
            .init(.roles, weight: .outcome, "the roles of the killed processes, in order")
        case .firstVictim:
            .init(.roles, weight: .outcome, "the role of the first of them")
        case .sigkilled:
            .init(
                .count, weight: .outcome,
                "processes that died of the kernel's SIGKILL; all that share the victim's mm do")
        case .bystandersKilled:
            .init(.count, weight: .outcome, better: .lower, "victims other than the hog and those that share its mm")
        case .innocentsKilled:
            .init(.count, weight: .outcome, better: .lower, "victims that are neither hogs nor pushers, by their roles")
        case .furtherDeaths:
            .init(
                .roles, weight: .outcome,
                "the roles of processes that died of the kernel's SIGKILL after the first victim and those that share its mm, in order"
            )
        case .predictionMatches:
            .init(.ratio, "share of the kills whose victim is the one that the kernel's own formula names")
        case .kernelPointsMatches:
            .init(.ratio, "share of the candidates to whom the kernel itself gave the points of its formula")
        case .tasksListed:
            .init(.count, weight: .cost, "rows of the first report's task table")
        case .ready:
            .init(
                .roles, weight: .outcome,
                "roles that said by the end of the window that they hold what they were asked to hold"
            )
        case .exited:
            .init(.roles, weight: .outcome, "roles that ended by themselves, with status 0")
        case .failed:
            .init(.roles, weight: .outcome, "roles that ended with another status, or by another signal than SIGKILL")
        case .oomEvents:
            .init(.count, weight: .cost, "rise of “oom” in memory.events of the scenario's top group")
        case .oomKillEvents:
            .init(.count, "rise of “oom_kill” in memory.events of the scenario's top group")
        case .oomGroupKillEvents:
            .init(.count, "rise of “oom_group_kill” in memory.events of the scenario's top group")
        case .stalled:
            .init(
                .bool, weight: .outcome, better: .lower,
                "whether the group stood at its limit, with neither progress nor a kill, in the second half of a window or of a wait that ran out"
            )
        case .standstillMs:
            .init(
                .ms, weight: .outcome, better: .lower,
                "how long the longest of these standstills lasted; beyond 6 s none of the kernel's own waits (2 s for the reaper, 1 s of its tries) explains it"
            )
        case .watchedMs:
            .init(.ms, weight: .cost, "how long the run went on to be watched after the first kill")
        case .killToExitMs:
            .init(
                .ms, better: .lower,
                "from mark_victim until the victim's parent is told that all of it is gone; n/a where a thread never exits"
            )
        case .threadsLeft:
            .init(
                .count, weight: .outcome, better: .lower,
                "threads of killed processes that are still alive at the end of the observation window")
        case .killToReleaseMs:
            .init(
                .ms, better: .lower,
                "from the kill to the group's usage below half of what it was; n/a where that never happens")
        case .releasedBytes:
            .init(.bytes, better: .higher, "what the group gave back by the end of the observation window")
        case .pinnedBytes:
            .init(.bytes, better: .lower, "what is still charged to the group at the end of the observation window")
        case .pinnedByDeadBytes:
            .init(
                .bytes, better: .lower,
                "of what is still charged, what no living process of the group maps; kernel memory and cache of the living count too"
            )
        case .releasedByDeadBytes:
            .init(
                .bytes, better: .higher,
                "how much less that is than at the kill, by the table of the kernel's report; n/a without a table")
        case .peakBytes:
            .init(
                .bytes, weight: .cost,
                "the most that the group held, by samples up to the end of the observation window")
        case .reaper:
            .init(
                .word, words: ["none", "reaped", "unable", "skipped"],
                "what the OOM reaper did to the first victim: none, reaped, unable or skipped")
        case .reaperTurn:
            .init(
                .word, words: ["came", "not_needed", "not_awaited", "not_called"],
                "whether the reaper's turn came, 2 s after the kill: came, not_needed (the victim was gone by then), not_awaited (the window ended before) or not_called"
            )
        case .killToReapMs:
            .init(.ms, better: .lower, "from the kill to the reaper's word")
        case .reserveUsePages:
            .init(
                .pages, better: .lower, "how far below its min watermark the free memory of a zone fell, at the deepest"
            )
        case .reserveFreePages:
            .init(.pages, weight: .cost, "free pages of that zone at that moment")
        case .reserveMinPages:
            .init(.pages, weight: .cost, "the min watermark of that zone, without a boost")
        case .pcpPages:
            .init(
                .pages, weight: .cost,
                "free pages on the CPUs' own lists in that zone at that moment, which are not counted as free")
        case .highatomicPages:
            .init(.pages, weight: .cost, "pages that zone reserved for atomic allocations of high order at that moment")
        case .reserveUser:
            .init(.roles, "the role of the task whose allocation the kernel reported at that zone's deepest")
        case .reserveFlags:
            .init(.flags, "the gfp flags of that allocation")
        case .allocationFailures:
            .init(.count, better: .lower, "page allocation failures in the log")
        case .workloadSeconds:
            .init(
                .s, weight: .cost, better: .lower,
                "guest time from the first start to the first kill, or without one to the last process's own end")
        case .instructions:
            .init(.count, weight: .cost, better: .lower, "what that time cost in instructions (deterministic mode)")
        case .kernelFailure:
            .init(
                .word, weight: .outcome, better: .lower,
                words: ["none", "oops", "panic", "hung_task", "soft_lockup", "rcu_stall"],
                "the worst thing that the kernel did: none, oops, panic, hung_task, soft_lockup or rcu_stall")
        }
    }
}

extension ObservationName {
    /// What the values are measured in.
    public var unit: ObservationDefinition.Unit { definition.unit }
    /// What the values look like.
    public var kind: ObservationDefinition.Kind { definition.kind }
    /// Which way is better; `nil` if a difference is neither.
    public var better: ObservationDefinition.Better? { definition.better }
    /// The words that a `word` observation can take; empty for every other kind.
    public var words: [String] { definition.words }
    /// One sentence for readers who meet it for the first time, without a full stop.
    public var meaning: String { definition.meaning }
}
