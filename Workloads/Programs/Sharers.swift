import CLinux

/// Processes of their own that share the hog's memory: made with `clone(CLONE_VM|SIGCHLD)`, each on its own stack, named `hog+1`…
///
/// - `sharers`: how many (0).
/// - `sharer_oom_score_adj`: what each writes to its own file; nothing where it is missing.
/// - `sharer_groups`: groups with commas between them; the first sharer moves to the first, and so on in turn.
/// - `sharer_fridge`: a v1 freezer group that each of them moves to as well.
/// - `sharer_kind`: `clone` (the default); `vfork`: a helper thread makes it with CLONE_VFORK and waits (the kernel copies an
///   oom_score_adj to every process that shares the mm, but not from a vfork child: only that kind can differ from the others); or
///   `fork`: a copy of the mm instead of a share, for the negative twin.
struct Sharers {
    private let job: UnsafeMutablePointer<Job>
    private let count: Int
    private let kind: Kind

    private enum Kind {
        case clone, vfork, fork
    }

    struct Job {
        let role: UnsafePointer<CChar>
        let oomScoreAdj: UnsafePointer<CChar>?
        let groups: UnsafePointer<CChar>?
        let fridge: UnsafePointer<CChar>?
        var lastSharer: Int32 = 0
        var settled: Int32 = 0
    }

    init(_ arguments: Arguments) {
        count = max(arguments.number("sharers") ?? 0, 0)
        switch arguments.word("sharer_kind", otherwise: "clone") {
        case "vfork": kind = .vfork
        case "fork": kind = .fork
        default: kind = .clone
        }
        // A fork has a copy of everything else, and is to be heard all the same.
        guard let page = clinux_map(MemoryLayout<Job>.size, MAP_SHARED | MAP_ANONYMOUS, -1) else {
            fail("mmap")
        }
        job = page.bindMemory(to: Job.self, capacity: 1)
        job.initialize(
            to: Job(
                role: arguments.role, oomScoreAdj: arguments.text("sharer_oom_score_adj"),
                groups: arguments.text("sharer_groups"), fridge: arguments.text("sharer_fridge")))
    }

    /// Makes them one by one, and waits until each has its name and its score.
    func start() {
        for number in 0..<count {
            switch kind {
            case .clone: Sharers.make(job, flags: CLONE_VM | SIGCHLD)
            case .vfork: Threads.start(Sharers.helper, job)
            case .fork: Sharers.make(job, flags: SIGCHLD)
            }
            while clinux_add(&job.pointee.settled, 0) <= number { Threads.sleep(ns: 1_000_000) }
        }
    }

    private static func make(_ job: UnsafeMutablePointer<Job>, flags: Int32) {
        let size = 64 << 10
        guard let stack = clinux_map(size, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1) else {
            fail("mmap", bytes: size)
        }
        if clinux_clone(Sharers.body, stack + size, flags, job) <= 0 { fail("clone") }
    }

    private static let helper: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let job = argument?.assumingMemoryBound(to: Job.self) else { return nil }
        Threads.name(job.pointee.role, UInt8(ascii: "|"), Int(clinux_add(&job.pointee.lastSharer, 0)) + 1)
        Sharers.make(job, flags: CLONE_VM | CLONE_VFORK | SIGCHLD)
        Threads.sleepForever()
    }

    private static let body: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { argument in
        guard let job = argument?.assumingMemoryBound(to: Job.self) else { return 1 }
        let number = Int(clinux_add(&job.pointee.lastSharer, 1))
        Threads.name(job.pointee.role, UInt8(ascii: "+"), number)
        if let groups = job.pointee.groups { Sharers.enter(groups, number - 1, below: "/sys/fs/cgroup/") }
        if let fridge = job.pointee.fridge { Sharers.enter(fridge, 0, below: "/fridge/") }
        if let text = job.pointee.oomScoreAdj {
            let file = clinux_open("/proc/self/oom_score_adj", O_WRONLY)
            if write(file, text, strlen(text)) < 0 { fail("write /proc/self/oom_score_adj") }
            close(file)
        }
        _ = clinux_add(&job.pointee.settled, 1)
        Threads.sleepForever()
    }

    /// Moves the calling process to one of the groups.
    private static func enter(_ groups: UnsafePointer<CChar>, _ number: Int, below root: StaticString) {
        let comma = Int32(UInt8(ascii: ","))
        var count = 1
        var next = strchr(groups, comma)
        while let found = next {
            count += 1
            next = strchr(found + 1, comma)
        }
        var start = groups
        for _ in 0..<(number % count) {
            if let found = strchr(start, comma) { start = UnsafePointer(found + 1) }
        }
        var path = CText(root)
        path.append(start, upTo: ",")
        path.append("/cgroup.procs")
        if !SmallFile.write(CText("0").cString, to: path.cString) {
            fail("write", path.cString)
        }
    }
}
