import KernelLog
import Vocabulary

/// How a kernel counts a task's badness: `oom_badness()` in `mm/oom_kill.c`, which changed several times.
///
/// `docs/victim-selection.md` has the table of versions with their sources.
public struct BadnessFormula: Sendable, Equatable {
    /// What one point is.
    public enum Unit: Sendable, Equatable {
        /// A thousandth of the memory that the choice is about; at most 1000.
        case permille
        /// A page.
        case pages
    }

    /// What a task with CAP_SYS_ADMIN is spared.
    public enum RootBonus: Sendable, Equatable {
        /// Nothing.
        case none
        /// 30 of oom_score_adj's thousand.
        case thirty
        /// Three percent of what it uses.
        case threePercent
    }

    /// The first kernel that counts so.
    public let since: KernelVersion
    /// The kernels that count so, in words.
    public let versions: String
    /// What one point is.
    public let unit: Unit
    /// What a privileged task is spared.
    public let rootBonus: RootBonus
    /// The least that an eligible task gets; nil where points can be negative.
    public let floor: Int?
    /// Whether the later of two equals is chosen, rather than the first.
    public let prefersLaterOfEquals: Bool
    /// Whether a child with an mm of its own is killed in its parent's place.
    public let sacrificesChildren: Bool
}

extension BadnessFormula {
    /// 5.9 and later: pages, and no floor, so that tasks with a very low oom_score_adj can still be told apart.
    public static let signedPages = BadnessFormula(
        since: KernelVersion(major: 5, minor: 9), versions: "5.9 and later", unit: .pages, rootBonus: .none, floor: nil,
        prefersLaterOfEquals: true, sacrificesChildren: false)
    /// 5.1 to 5.8: pages, at least 1; children are no longer killed in their parent's place.
    public static let pages = BadnessFormula(
        since: KernelVersion(major: 5, minor: 1), versions: "5.1 to 5.8", unit: .pages, rootBonus: .none, floor: 1,
        prefersLaterOfEquals: true, sacrificesChildren: false)
    /// 4.17 to 5.0: the bonus for privileged tasks is gone.
    public static let pagesWithChildren = BadnessFormula(
        since: KernelVersion(major: 4, minor: 17), versions: "4.17 to 5.0", unit: .pages, rootBonus: .none, floor: 1,
        prefersLaterOfEquals: false, sacrificesChildren: true)
    /// 3.14 to 4.16 (and stable branches that took the change): the bonus is a share of what the task uses.
    public static let pagesWithShare = BadnessFormula(
        since: KernelVersion(major: 3, minor: 14), versions: "3.14 to 4.16", unit: .pages, rootBonus: .threePercent,
        floor: 1, prefersLaterOfEquals: false, sacrificesChildren: true)
    /// 3.5 to 3.13: pages; the bonus is worth 30 of oom_score_adj.
    public static let pagesWithThirty = BadnessFormula(
        since: KernelVersion(major: 3, minor: 5), versions: "3.5 to 3.13", unit: .pages, rootBonus: .thirty, floor: 1,
        prefersLaterOfEquals: false, sacrificesChildren: true)
    /// 2.6.36 to 3.4, and RHEL 6: thousandths.
    public static let permille = BadnessFormula(
        since: KernelVersion(major: 2, minor: 6, patch: 36), versions: "2.6.36 to 3.4", unit: .permille,
        rootBonus: .thirty, floor: 1,
        prefersLaterOfEquals: false, sacrificesChildren: true)

    /// Every formula, the newest first.
    public static let all = [signedPages, pages, pagesWithChildren, pagesWithShare, pagesWithThirty, permille]

    /// The formula of a kernel by its release; nil up to 2.6.35, whose heuristic needs run times and priorities that no log states.
    public init?(kernel: KernelVersion) {
        guard let match = Self.all.first(where: { $0.since <= kernel.numbers }) else { return nil }
        self = match
    }

    /// Points of a task.
    ///
    /// - Parameters:
    ///   - size: Its resident pages, swap entries and page table pages.
    ///   - oomScoreAdj: Its oom_score_adj.
    ///   - privileged: Whether it has CAP_SYS_ADMIN; only old kernels ask.
    ///   - totalPages: What the choice is about: the group's limit, or the machine's memory, each with its swap.
    public func points(size: Int, oomScoreAdj: Int, privileged: Bool, totalPages: Int) -> Int {
        var points = size
        var adj = oomScoreAdj
        if unit == .permille { points = size.times(1000).over(max(totalPages, 1)) ?? 0 }
        if privileged {
            switch rootBonus {
            case .none: break
            case .thirty: adj = adj.minus(30)
            case .threePercent: points = points.minus((points.times(3)).over(100) ?? 0)
            }
        }
        points = points.plus(adj.times(step(totalPages: totalPages)))
        if unit == .permille { points = min(points, 1000) }
        return max(points, floor ?? .min)
    }

    /// Points that one oom_score_adj is worth.
    public func step(totalPages: Int) -> Int { unit == .permille ? 1 : max(0, totalPages / 1000) }

    /// A score as the kernel prints it ("score 968"): thousandths of what the choice is about.
    public func printedScore(points: Int, totalPages: Int) -> Int {
        unit == .permille ? points : points.times(1000).over(max(totalPages, 1)) ?? 0
    }
}
