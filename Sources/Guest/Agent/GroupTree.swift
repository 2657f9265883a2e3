import CLinux
import Clibcgroup
import GuestProtocolEmbedded

/// The run's control groups: made and configured through libcgroup, with the files that steps need opened beforehand.
final class GroupTree {
    /// One group and its open files; -1 where the kernel or the hierarchy lacks the file.
    struct Node {
        let hierarchy: Group.Hierarchy
        /// `/sys/fs/cgroup/arena`, NUL-terminated.
        let folder: Text
        /// Takes processes in.
        let processes: Int32
        /// `cgroup.freeze`, or `freezer.state` in v1.
        let freezer: Int32
        /// `cgroup.events`.
        let events: Int32
        /// `memory.events`.
        let memoryEvents: Int32
    }

    private(set) var nodes: [Node] = []

    /// Starts libcgroup on the hierarchies that are mounted now.
    static func initialize() -> Int32 { cgroup_init() }

    /// Moves the agent into a group of its own, so that what it uses is never charged to the experiment's, and makes one for the actor.
    static func enterOwnGroup() -> Int32 {
        let made = makeOwn("actor", entering: false)
        return made == 0 ? makeOwn("agent", entering: true) : made
    }

    private static func makeOwn(_ name: StaticString, entering: Bool) -> Int32 {
        guard let group = cgroup_new_cgroup(name.cString) else { return Int32(ECGFAIL) }
        var owned: OpaquePointer? = group
        defer { cgroup_free(&owned) }
        guard cgroup_add_controller(group, "memory") != nil else { return Int32(ECGFAIL) }
        let made = cgroup_create_cgroup(group, 1)
        return made == 0 && entering ? cgroup_attach_task(group) : made
    }

    /// Makes the plan's groups, parents first. What can't be made or set is recorded as trouble.
    init(_ groups: [Group], _ out: RecordFile) {
        nodes.reserveCapacity(groups.count)
        let controllers = GroupTree.controllers(of: groups)
        for group in groups { nodes.append(GroupTree.make(group, controllers, out)) }
        // The first reading of a file gives it its buffer.
        for index in nodes.indices { _ = (isFrozen(group: index), isEmpty(group: index), oomKills(group: index)) }
    }

    /// `memory`, and whatever else the groups' settings belong to: a child can only have what its parents have, so all of them get the same.
    private static func controllers(of groups: [Group]) -> [StaticString] {
        var found: [StaticString] = ["memory"]
        for controller: StaticString in ["pids", "cpuset", "cpu", "io"] {
            let isUsed = groups.contains { group in
                group.hierarchy == .v2 && group.settings.contains { $0.path.isFile(of: controller) }
            }
            if isUsed { found.append(controller) }
        }
        return found
    }

    private static func make(_ group: Group, _ controllers: [StaticString], _ out: RecordFile) -> Node {
        let isUnified = group.hierarchy == .v2
        var folder = Text(capacity: 512)
        folder.append(isUnified ? Filesystems.unified : Filesystems.fridge)
        folder.append(byte: UInt8(ascii: "/"))
        folder.append(group.name)
        let failure = group.name.withCString { create($0, controllers: isUnified ? controllers : ["freezer"]) }
        if failure != 0 { out.trouble(folder.raw, errno: failure) }
        for setting in group.settings { apply(setting, in: folder, out) }
        return Node(
            hierarchy: group.hierarchy, folder: folder,
            processes: open(folder, "/cgroup.procs", O_WRONLY),
            freezer: open(folder, isUnified ? "/cgroup.freeze" : "/freezer.state", O_RDWR),
            events: open(folder, "/cgroup.events", O_RDONLY),
            memoryEvents: open(folder, "/memory.events", O_RDONLY))
    }

    /// 0, or libcgroup's error, or the errno behind it.
    private static func create(_ name: UnsafePointer<CChar>, controllers: [StaticString]) -> Int32 {
        guard let group = cgroup_new_cgroup(name) else { return Int32(ECGFAIL) }
        var owned: OpaquePointer? = group
        defer { cgroup_free(&owned) }
        for controller in controllers {
            guard cgroup_add_controller(group, controller.cString) != nil else { return Int32(ECGFAIL) }
        }
        let failure = cgroup_create_cgroup(group, 1)
        return failure == Int32(ECGOTHER) ? cgroup_get_last_errno() : failure
    }

    /// Files of the controller go through libcgroup; core files such as `cgroup.max.descendants` it has no names for.
    private static func apply(_ setting: FileWrite, in folder: Text, _ out: RecordFile) {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append(byte: UInt8(ascii: "/"))
        path.append(setting.path)
        let failure = setting.value.withUnsafeBytes { Files.write($0, to: path.cString) }
        if failure != 0 { setting.path.withUnsafeBytes { out.unwritten(path.raw, called: $0, errno: -failure) } }
    }

    private static func open(_ folder: Text, _ file: StaticString, _ flags: Int32) -> Int32 {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append(file)
        return clinux_open(path.cString, flags)
    }
}

extension [UInt8] {
    /// Whether this names a file of a controller: the controller, a dot, and more.
    fileprivate func isFile(of controller: StaticString) -> Bool {
        let length = controller.utf8CodeUnitCount
        guard count > length, self[length] == UInt8(ascii: ".") else { return false }
        return withUnsafeBytes { memcmp($0.baseAddress.unsafelyUnwrapped, controller.utf8Start, length) == 0 }
    }
}
