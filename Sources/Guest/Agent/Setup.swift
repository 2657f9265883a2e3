import CLinux
import GuestProtocolEmbedded

/// Between reading the plan and its first step: what the plan says about the machine.
enum Setup {
    /// Reads the plan, greets the host and prepares the run. Without a plan the machine ends.
    static func perform(_ libcgroupFailure: Int32, _ ownGroupFailure: Int32, _ records: RecordFile) -> Run {
        guard let bytes = FirmwareConfiguration.file("opt/oomlab/plan") else {
            records.trouble("no plan in fw_cfg")
            records.end(.agentFailed)
        }
        guard let plan = Plan(encoded: bytes) else {
            records.trouble("plan malformed or of another version")
            records.end(.agentFailed)
        }
        bringOnline(plan.cpus, records)
        greet(planChecksum: Plan.checksum(of: bytes), records)
        if libcgroupFailure != 0 { records.trouble("cgroup_init", errno: libcgroupFailure) }
        if ownGroupFailure != 0 { records.trouble("own group", errno: ownGroupFailure) }
        for module in plan.modules { load(module, records) }
        Needs.check(plan.needs, records)
        if records.hasMissing { return Run(nothingOf: plan, records) }
        if plan.swapBytes > 0 { Swap.turnOn(bytes: plan.swapBytes, records) }
        for setting in plan.settings { apply(setting, records) }
        if plan.groups.contains(where: { $0.hierarchy == .freezerV1 }) { openFridge(records) }
        return Run(plan, records)
    }

    private static func greet(planChecksum: UInt32, _ records: RecordFile) {
        var names = utsname()
        uname(&names)
        let hello = Record.Hello(
            version: Plan.version, planChecksum: planChecksum,
            release: withUnsafeBytes(of: &names.release, text),
            kernelVersion: withUnsafeBytes(of: &names.version, text),
            cpusOnline: UInt32(truncatingIfNeeded: sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            pageSize: clinux_page_size())
        records.appendBeforeSteps(.hello(hello))
    }

    private static func text(_ field: UnsafeRawBufferPointer) -> Bytes {
        Bytes(field.prefix(while: { $0 != 0 }))
    }

    /// The machine starts with one processor, since some kernels hang in their own bring-up under counted time.
    private static func bringOnline(_ cpus: UInt32, _ records: RecordFile) {
        guard cpus > 1 else { return }
        for cpu in 1..<Int(min(cpus, 256)) {
            var path = Text(capacity: 64)
            path.append("/sys/devices/system/cpu/cpu")
            path.append(decimal: cpu)
            path.append("/online")
            let failure = Files.write("1", to: path.cString)
            if failure != 0 { records.trouble(path.raw, errno: -failure) }
        }
    }

    private static func load(_ module: Bytes, _ records: RecordFile) {
        let failure: Int32 = module.withCString { path in
            let file = clinux_open(path, O_RDONLY)
            guard file >= 0 else { return clinux_errno() }
            defer { close(file) }
            return clinux_finit_module(file) == 0 ? 0 : clinux_errno()
        }
        if failure != 0, failure != EEXIST { module.withUnsafeBytes { records.trouble($0, errno: failure) } }
    }

    private static func apply(_ setting: FileWrite, _ records: RecordFile) {
        let failure = Files.write(setting.value, toPath: setting.path)
        if failure != 0 { setting.path.withUnsafeBytes { records.unwritten($0, called: $0, errno: -failure) } }
    }

    private static func openFridge(_ records: RecordFile) {
        let failure = Filesystems.mountFridge()
        if failure != 0 { records.trouble("mount the v1 freezer", errno: failure) }
        let restarted = GroupTree.initialize()
        if restarted != 0 { records.trouble("cgroup_init", errno: restarted) }
    }
}
