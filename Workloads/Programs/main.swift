import CLinux

/// One static program, many workloads: argv is [role, workload, key=value…]. The agent waits at descriptor 3 for one byte.
func main() -> Never {
    let arguments = Arguments.ofThisProcess()
    clinux_set_name(arguments.role)
    switch arguments.workload {
    case "anon": Anon(arguments).run()
    default: exit(64)
    }
}

main()
