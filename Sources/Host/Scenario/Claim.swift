/// A row of the claims ledger: something that is said about the OOM killer, and the question that evidence can answer.
public struct Claim: Sendable, Equatable {
    /// Its name, as scenarios and the command line use it.
    public let name: String
    /// The claim in words.
    public let words: String
    /// What has to be seen for the answer to be "it happens".
    public let question: String
    /// The scenario that shows it most plainly.
    public let lead: String
    /// What an effect that is seen says of the claim, where its scenario doesn't say otherwise.
    public var effectSpeaks = Effect.Side.for

    /// The row of this name; `nil` where there is none.
    public static func named(_ name: String) -> Claim? { all.first { $0.name == name } }

    /// Every row, in the ledger's order; `baseline` is for behaviour that nobody doubts.
    public static let all: [Claim] = [
        Claim(
            name: "reserves",
            words:
                "Full access to the memory reserves for victims leaves the system no safety room, and giving it to every task that shares the mm empties them fast.",
            question: "Do the threads of a victim dig into the reserves below the min watermark?",
            lead: "reserves-sockets"),
        Claim(
            name: "per-task-flag",
            words:
                "The victim's mark is per task while the kill is per mm: all processes that share the mm die, however they are protected.",
            question: "Does a kill end, or have to wait for, processes that were not chosen?",
            lead: "shared-mm-protected"),
        Claim(
            name: "non-leader",
            words:
                "Only the leader and the allocating task used to get the mark, so that other threads' requests could loop in the allocator.",
            question: "Does a victim whose other threads are inside the kernel fail to leave?", lead: "non-leader-anon"),
        Claim(
            name: "reaper-lock",
            words:
                "The OOM reaper needs the mmap lock: where it is held for write it gives up, and another victim falls.",
            question: "Does the reaper give up?", lead: "mmap-lock-for-write"),
        Claim(
            name: "freezer",
            words: "A victim in the freezer wakes with one thread, while its others stay in the fridge.",
            question: "Do threads of a frozen victim stay behind?", lead: "frozen-victim-v1"),
        Claim(
            name: "fridge-hideout",
            words: "Processes and their memory can be hidden from the OOM killer in a cgroup freezer on purpose.",
            question: "Does memory of a killed process stay charged because the process is frozen?",
            lead: "shared-memory-of-the-frozen"),
        Claim(
            name: "pinned-buffers",
            words:
                "Pipe buffers, socket buffers and the like hang on open files and not on threads: the reaper can't have them, and badness doesn't see them.",
            question: "Is memory kept, or an innocent process killed, because badness and reaper see only an mm?",
            lead: "pipe-held"),
        Claim(
            name: "oom-disable",
            words: "The kernel counts its victims so that suspend, which freezes every process, can wait for them.",
            question: "Does freezing everything get into the way of the OOM killer, or the other way round?",
            lead: "pm-freezer-waits-for-victim"),
        Claim(
            name: "next-victim",
            words: "If the kernel gets stuck with one victim it has a way to go on to another: no lockup.",
            question: "Are more processes than the first victim killed, or does everything stand still?",
            lead: "victim-stopped-in-its-exit",
            effectSpeaks: .against),
        Claim(
            name: "rarity",
            words: "Most of the lockups and needless kills are close to non-existent.",
            question: "How often does it happen?", lead: "over-kill",
            effectSpeaks: .against),
        Claim(
            name: "selection",
            words: "Badness picks the process whose death frees the most.",
            question: "Is another process chosen than the one that holds the most memory?", lead: "hugetlb-unseen",
            effectSpeaks: .against),
        Claim(
            name: "baseline",
            words:
                "What nobody doubts: limits, protections and switches of the OOM killer do what they are documented to do.",
            question: "Does the switch do what is said of it?", lead: "baseline-anon"),
    ]
}
