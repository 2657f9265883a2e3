/// A process that the OOM killer could have chosen.
public struct Candidate: Sendable, Equatable {
    /// Whether it could be killed at all.
    public enum Eligibility: Sendable, Equatable {
        /// It could.
        case eligible
        /// The first process of the system.
        case initProcess
        /// oom_score_adj is -1000.
        case oomScoreAdjMinimum
        /// oom_adj is -17, on the scale of old kernels.
        case oomAdjDisabled
        /// An earlier report of the log killed it, and its mm is done with (MMF_OOM_SKIP).
        case killedBefore

        /// Why it could be killed or not, in words.
        public var why: String {
            switch self {
            case .eligible: "eligible"
            case .initProcess: "init"
            case .oomScoreAdjMinimum: "oom_score_adj is -1000"
            case .oomAdjDisabled: "oom_adj is -17"
            case .killedBefore: "killed before, and its mm is done with (MMF_OOM_SKIP)"
            }
        }
    }

    /// The oom_score_adj that keeps a task out of reach.
    public static let oomScoreAdjMinimum = -1000

    /// Process id.
    public var pid: Int
    /// Its name.
    public var name: String?
    /// Its user.
    public var uid: Int?
    /// Resident pages.
    public var rssPages: Int?
    /// Swap entries, in pages.
    public var swapPages: Int?
    /// Pages of its page tables.
    public var pageTablePages: Int?
    /// Its oom_score_adj.
    public var oomScoreAdj: Int?
    /// Whether it could be killed.
    public var eligibility = Eligibility.eligible
    /// Its badness; nil where it can't be computed.
    public var points: Int?

    /// A process of which only the pid is known.
    public init(pid: Int) { self.pid = pid }

    /// Whether it could be killed.
    public var isEligible: Bool { eligibility == .eligible }

    /// What badness counts of it, in pages; nil where its resident pages aren't known.
    public var size: Int? { rssPages.map { $0.plus(swapPages ?? 0).plus(pageTablePages ?? 0) } }
}

extension BadnessFormula {
    /// The choice among candidates in the order of the kernel's list; nil where nobody can be chosen.
    ///
    /// `preferred`: taken among equals, since a table's order need not be the list's.
    public func choice(_ candidates: [Candidate], preferring preferred: Int? = nil) -> Candidate? {
        var best: (candidate: Candidate, points: Int)?
        for candidate in candidates where candidate.isEligible {
            guard let points = candidate.points else { continue }
            guard let known = best else {
                best = (candidate, points)
                continue
            }
            if points < known.points { continue }
            let isBetter = points > known.points || prefersLaterOfEquals && known.candidate.pid != preferred
            if isBetter || candidate.pid == preferred { best = (candidate, points) }
        }
        return best?.candidate
    }
}
