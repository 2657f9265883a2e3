import CLinux

/// Makes processes.
///
/// What it holds: what its children hold. Who is charged: the group that each is in. What frees it: the end of each child.
///
/// - `kind`: `children` (the default: `count` children that take `size` each and sleep), `bomb` (every process forks on, and takes `size` first), `vfork`
///   (the parent sleeps in vfork while the child takes `size`), or `exec` (takes `size`, and then becomes itself again and again).
/// - `size`: bytes of anonymous memory for each, or `endless`.
/// - `count`: children (8).
/// - `delay`: as for a `Crew`; before a bomb goes off, a vfork child begins or the first exec.
struct Forks {
    private let arguments: Arguments
    private let size: Int?
    private let count: Int
    private let delayNs: Int

    init(_ arguments: Arguments) {
        self.arguments = arguments
        size = arguments.number("size")
        count = arguments.number("count") ?? 8
        delayNs = arguments.number("delay") ?? 20_000_000
    }

    func run() -> Never {
        switch arguments.word("kind", otherwise: "children") {
        case "bomb": bomb()
        case "vfork": waitForChild()
        case "exec": becomeAgain()
        default: bearChildren()
        }
    }

    private func bearChildren() -> Never {
        guard let ends = pair({ pipe2($0, 0) }) else { fail("pipe2") }
        for number in 1...max(count, 1) {
            let child = fork()
            if child < 0 { fail("fork") }
            guard child == 0 else { continue }
            Threads.name(arguments.role, UInt8(ascii: ":"), number)
            Hoard(arguments).fill(size)
            var byte: UInt8 = 0
            if write(ends.1, &byte, 1) != 1 { fail("write to a pipe") }
            Threads.sleepForever()
        }
        var byte: UInt8 = 0
        for _ in 0..<max(count, 1) where read(ends.0, &byte, 1) != 1 { fail("read from a pipe") }
        Threads.reportReady()
        while true {
            // Children that were killed are of no use as zombies.
            if waitpid(-1, nil, 0) < 0 { Threads.sleepForever() }
        }
    }

    private func bomb() -> Never {
        Threads.reportReady()
        Threads.sleep(ns: delayNs)
        while true {
            let child = fork()
            if child == 0 { Hoard(arguments).fill(size) }
            if child < 0 { Threads.sleep(ns: 1_000_000) }
            while waitpid(-1, nil, WNOHANG) > 0 {}
        }
    }

    private func waitForChild() -> Never {
        Threads.reportReady()
        Threads.sleep(ns: delayNs)
        let stack = zeros(64 << 10) + (64 << 10)
        let itself = UnsafeMutablePointer<Forks>.allocate(capacity: 1)
        itself.initialize(to: self)
        let child = clinux_clone(
            { argument in
                guard let itself = argument?.assumingMemoryBound(to: Forks.self) else { return 1 }
                Threads.name(itself.pointee.arguments.role, UInt8(ascii: "v"), 1)
                Hoard(itself.pointee.arguments).fill(itself.pointee.size)
                Threads.sleepForever()
            }, stack, CLONE_VM | CLONE_VFORK | SIGCHLD, itself)
        if child < 0 { fail("clone") }
        Threads.sleepForever()
    }

    /// The first life reports; every later one is without the agent's pipe and only goes on.
    private func becomeAgain() -> Never {
        Threads.reportReady()
        Threads.sleep(ns: delayNs)
        Hoard(arguments).fill(size)
        let count = arguments.words.count
        let vector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
        for (index, word) in arguments.words.enumerated() { vector[index] = UnsafeMutablePointer(mutating: word) }
        vector[count] = nil
        var nothing: UnsafeMutablePointer<CChar>?
        execve(CText("/bin/workload").cString, vector, &nothing)
        fail("execve /bin/workload")
    }
}
