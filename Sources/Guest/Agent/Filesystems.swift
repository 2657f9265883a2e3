import CLinux

/// The kernel's own file systems: where the agent finds everything it reads and sets.
enum Filesystems {
    /// The unified hierarchy.
    static let unified: StaticString = "/sys/fs/cgroup"
    /// The v1 `freezer` hierarchy beside it.
    static let fridge: StaticString = "/fridge"
    /// tracefs.
    static let tracing: StaticString = "/sys/kernel/tracing"

    /// Mounts what every run needs. A failure that matters shows when a file is missed.
    static func mountAll() {
        mount("proc", on: "/proc", type: "proc")
        mount("sysfs", on: "/sys", type: "sysfs")
        mount("devtmpfs", on: "/dev", type: "devtmpfs")
        mount("cgroup2", on: unified, type: "cgroup2")
        mount("tracefs", on: tracing, type: "tracefs")
        mount("debugfs", on: "/sys/kernel/debug", type: "debugfs")
    }

    /// Mounts the v1 freezer: only for plans that use it, since its mere presence changes where tasks can be frozen.
    static func mountFridge() -> Int32 {
        mkdir(fridge.cString, 0o755)
        return CLinux.mount("none", fridge.cString, "cgroup", 0, "freezer") == 0 ? 0 : clinux_errno()
    }

    private static func mount(_ source: StaticString, on target: StaticString, type: StaticString) {
        mkdir(target.cString, 0o755)
        CLinux.mount(source.cString, target.cString, type.cString, 0, nil)
    }
}

extension StaticString {
    /// The text for C: literals are NUL-terminated.
    var cString: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
