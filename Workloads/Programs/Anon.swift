import CLinux

/// Takes anonymous (or shared, or locked) memory with one or many threads, and with sharers of its mm.
///
/// - `size`: bytes, divided among the threads that allocate, and then held; or `endless` (the default).
/// - `threads`: threads of the process, the leader included (1).
/// - `allocate`: `all` (the default), `leader` or `others`.
/// - `leader`: `works` (the default), `sleeps`, or `exits` while the others live on.
/// - `touch`: `page` (the default; without huge pages) or `huge`.
/// - `memory`: `private` (the default), `shared` or `locked`.
/// - `rate`: bytes a second for each allocating thread; unbounded where it is missing.
/// - `delay`: time between the report and the first allocation of an endless hog (20 ms), in which the agent takes its picture.
/// - `sharers`, `sharer_kind`, `sharer_oom_score_adj`: see `Sharers`.
///
/// A hog with a size reports when it holds it; an endless one when it is about to begin.
struct Anon {
    private let job: UnsafeMutablePointer<Job>
    private let sharers: Sharers

    /// What the threads share. It outlives the leader's stack.
    struct Job {
        let role: UnsafePointer<CChar>
        let hoard: Hoard
        let threads: Int
        let leaderWorks: Bool
        let leaderExits: Bool
        let othersWork: Bool
        let delayNs: Int
        /// The number of the thread that starts next.
        var lastThread: Int32 = 0
        /// Allocating threads that don't have their share yet.
        var unfinished: Int32

        init(_ arguments: Arguments) {
            role = arguments.role
            threads = max(arguments.number("threads") ?? 1, 1)
            let allocate = arguments.word("allocate", otherwise: "all")
            let leader = arguments.word("leader", otherwise: "works")
            leaderExits = leader == "exits"
            leaderWorks = leader == "works" && !(allocate == "others")
            othersWork = !(allocate == "leader")
            let workers = (leaderWorks ? 1 : 0) + (othersWork ? threads - 1 : 0)
            unfinished = Int32(truncatingIfNeeded: workers)
            hoard = Hoard(arguments, workers: max(workers, 1))
            delayNs = hoard.isEndless ? arguments.number("delay") ?? 20_000_000 : 0
        }
    }

    init(_ arguments: Arguments) {
        job = .allocate(capacity: 1)
        job.initialize(to: Job(arguments))
        sharers = Sharers(arguments)
    }

    /// Never returns: ends by a signal, or with the leader's own exit.
    func run() -> Never {
        sharers.start()
        for _ in 1..<max(job.pointee.threads, 2) where job.pointee.threads > 1 {
            if !Threads.start(Anon.thread, job) { exit(1) }
        }
        if job.pointee.hoard.isEndless || job.pointee.unfinished == 0 { Threads.reportReady() }
        if job.pointee.leaderExits { clinux_exit_thread() }
        if job.pointee.leaderWorks { Anon.work(job) }
        Threads.sleepForever()
    }

    private static let thread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let job = argument?.assumingMemoryBound(to: Job.self) else { return nil }
        Threads.name(job.pointee.role, UInt8(ascii: "/"), Int(clinux_add(&job.pointee.lastThread, 1)))
        if job.pointee.othersWork { Anon.work(job) }
        Threads.sleepForever()
    }

    private static func work(_ job: UnsafeMutablePointer<Job>) {
        Threads.sleep(ns: job.pointee.delayNs)
        job.pointee.hoard.fill()
        if clinux_add(&job.pointee.unfinished, -1) == 0 { Threads.reportReady() }
    }
}
