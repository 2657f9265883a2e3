import CLinux

/// One static program, many workloads: argv is [role, workload, key=value…]. The agent waits at descriptor 3 for one byte.
func main() -> Never {
    let arguments = Arguments.ofThisProcess()
    clinux_set_name(arguments.role)
    // A workload that becomes itself again goes on, and reports no second time.
    clinux_close_on_exec(Threads.agentPipe)
    // The agent may have chosen where it starts, but not where it stays.
    _ = clinux_run_on_cpu(-1)
    // Those that need root for a while become the user themselves.
    let staysRoot = arguments.workload == "group-freezer"
    if !staysRoot, let uid = arguments.number("uid") { Identity.become(uid) }
    switch arguments.workload {
    case "anon": Anon(arguments).run()
    case "core-reader": CoreReader(arguments: arguments).run()
    case "file": PageCache(arguments).run()
    case "forks": Forks(arguments).run()
    case "fs-freezer": FSFreezer(arguments: arguments).run()
    case "fuse-server": FuseServer(arguments).run()
    case "group-freezer": GroupFreezer(arguments: arguments).run()
    case "holder": Holder(arguments: arguments).run()
    case "hugetlb": HugeTLB(arguments: arguments).run()
    case "idle": Idle(arguments: arguments).run()
    case "io-uring": IOUring(arguments: arguments).run()
    case "kernel-object": KernelObject(arguments).run()
    case "memory-reader": MemoryReader(arguments: arguments).run()
    case "mmap-lock": MmapLock(arguments).run()
    case "page-table": PageTable(arguments).run()
    case "pipe": Pipe(arguments).run()
    case "pm-freezer": PMFreezer(arguments: arguments).run()
    case "ram-disk": RamDisk(arguments).run()
    case "releaser": Releaser(arguments: arguments).run()
    case "shmem": Shmem(arguments).run()
    case "tcp-socket": TCPSocket(arguments).run()
    case "tracer": Tracer(arguments: arguments).run()
    case "unix-socket": UnixSocket(arguments).run()
    case "userfaultfd": Userfault(arguments: arguments).run()
    default: fail("unknown workload", arguments.name, errno: 0, status: 64)
    }
}

main()
