import CLinux

/// The threads of a process that takes something, and who of them works.
///
/// - `size`: bytes, divided among the threads that work, and then held; or `endless` (the default).
/// - `threads`: threads of the process, the leader included (1).
/// - `allocate`: `all` (the default), `leader` or `others`.
/// - `leader`: `works` (the default), `sleeps`, or `exits` while the others live on.
/// - `order`: a number that shuffles when the threads begin, each up to 0.3 ms later; missing, they begin as they are made.
/// - `delay`: time between the report and the work of an endless process (20 ms), in which the agent takes its picture.
///
/// - `then`: what a process with a size does when it holds it: `stays` (the default), or `exits` with status 0.
///
/// A process with a size reports when it holds it; an endless one when it is about to begin.
final class Crew {
    private let role: UnsafePointer<CChar>
    private let threads: Int
    private let leaderWorks: Bool
    private let leaderExits: Bool
    private let othersWork: Bool
    private let exitsInTheEnd: Bool
    private let delayNs: Int
    /// 0 leaves the threads in the order in which they are made.
    private let order: UInt64
    /// How many threads work.
    let workers: Int
    /// What a working thread takes; `nil` is endless.
    let share: Int?
    /// The number of the thread that started last, and how many workers don't have their share yet.
    private let counters: UnsafeMutablePointer<Int32>
    private var work: (Int?) -> Void = { _ in }

    init(_ arguments: Arguments) {
        role = arguments.role
        threads = max(arguments.number("threads") ?? 1, 1)
        let allocate = arguments.word("allocate", otherwise: "all")
        let leader = arguments.word("leader", otherwise: "works")
        leaderExits = leader == "exits"
        leaderWorks = leader == "works" && !(allocate == "others")
        othersWork = !(allocate == "leader")
        exitsInTheEnd = arguments.word("then", otherwise: "stays") == "exits"
        let workers = (leaderWorks ? 1 : 0) + (othersWork ? threads - 1 : 0)
        self.workers = workers
        share = arguments.number("size").map { $0 / max(workers, 1) / pageSize * pageSize }
        delayNs = share == nil ? arguments.number("delay") ?? 20_000_000 : 0
        order = UInt64(max(arguments.number("order") ?? 0, 0))
        counters = .allocate(capacity: 2)
        counters[0] = 0
        counters[1] = Int32(truncatingIfNeeded: workers)
    }

    /// Has every worker do `work` with its share. Never returns: ends by a signal, or with the leader's own exit.
    func run(_ work: @escaping (Int?) -> Void) -> Never {
        self.work = work
        let itself = Unmanaged.passRetained(self).toOpaque()
        var started = 1
        while started < threads {
            Threads.start(Crew.thread, itself)
            started += 1
        }
        if share == nil || counters[1] == 0 { Threads.reportReady() }
        if leaderExits { clinux_exit_thread() }
        if leaderWorks { doShare(0) }
        Threads.sleepForever()
    }

    private static let thread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let crew = Unmanaged<Crew>.fromOpaque(argument).takeUnretainedValue()
        let number = Int(clinux_add(crew.counters, 1))
        Threads.name(crew.role, UInt8(ascii: "/"), number)
        if crew.othersWork { crew.doShare(number) }
        Threads.sleepForever()
    }

    private func doShare(_ number: Int) {
        Threads.sleep(ns: delayNs + Threads.shuffle(number, of: threads, order: order))
        work(share)
        guard share != nil, clinux_add(counters + 1, -1) == 0 else { return }
        Threads.reportReady()
        if exitsInTheEnd { exit(0) }
    }
}
