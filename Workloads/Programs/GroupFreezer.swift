import CLinux

/// Freezes another process on purpose, as an ordinary user may who was given a group of the v1 freezer.
///
/// As root it gives the group to the user, which is the administrator's part; then it becomes that user, moves the target there, freezes the group, and
/// reports when the state reads FROZEN.
///
/// - `target`: the role to freeze; it has to run as the same user.
/// - `fridge`: the v1 freezer group.
/// - `uid`: the user.
/// - `freezes`: 0 leaves the group thawed, for the negative twin.
struct GroupFreezer {
    let arguments: Arguments

    func run() -> Never {
        guard let target = arguments.text("target"), let pid = Others.pid(of: target) else {
            fail("find the process", arguments.text("target"), errno: ESRCH)
        }
        guard let fridge = arguments.text("fridge") else { fail("no fridge", errno: 0, status: 64) }
        let uid = arguments.number("uid") ?? 0
        let members = GroupFreezer.path(fridge, "/cgroup.procs")
        let state = GroupFreezer.path(fridge, "/freezer.state")
        for file in [members, state] where chown(file.cString, uid_t(uid), gid_t(uid)) != 0 {
            fail("chown", file.cString)
        }
        Identity.become(uid)
        var number = CText()
        number.append(Int(pid))
        guard SmallFile.write(number.cString, to: members.cString) else { fail("write", members.cString) }
        if arguments.number("freezes") != 0 { GroupFreezer.freeze(state) }
        Threads.reportReady()
        Threads.sleepForever()
    }

    private static func path(_ fridge: UnsafePointer<CChar>, _ file: StaticString) -> CText {
        var path = CText("/fridge/")
        path.append(fridge)
        path.append(file)
        return path
    }

    private static func freeze(_ state: CText) {
        guard SmallFile.write(CText("FROZEN").cString, to: state.cString) else { fail("write", state.cString) }
        for _ in 0..<200 {
            if let text = SmallFile.read(state.cString), strncmp(text, "FROZEN", 6) == 0 { return }
            Threads.sleep(ns: 10_000_000)
        }
        fail("wait for FROZEN in", state.cString, errno: ETIMEDOUT)
    }
}
