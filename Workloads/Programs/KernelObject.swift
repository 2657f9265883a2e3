import CLinux

/// Takes small kernel objects until its group's memory.current has grown by `size`.
///
/// What it holds: slab objects, with almost no RSS. Who is charged: the group of the caller, where the kernel accounts the object at all (payloads of keys are
/// not). What frees it: the end of the last process with the descriptors; for `dentry` reclaim, once nobody uses them.
///
/// - `kind`: `epoll` (the default: watches), `inotify` (watches, each with its inode and dentry), `dentry` (empty files on a tmpfs), `file` (open files) or
///   `keyring` (keys with a payload of 32,000 bytes).
/// - `size`: bytes, or `endless` (the default). `most`: objects to make at most (unbounded); reached, it is as good as a size.
/// - `delay`: as for a `Crew`.
/// - `holder`: a role that is given a copy of the descriptors that the objects hang on.
struct KernelObject {
    private enum Kind {
        case epoll, inotify, dentry, file, keyring
    }

    private let kind: Kind
    private let goal: Int?
    private let most: Int
    private let delayNs: Int
    private let copies: Copies
    private let group = OwnGroup()
    private let role: UnsafePointer<CChar>
    private let kindName: UnsafePointer<CChar>
    private let counters = UnsafeMutablePointer<Int32>.allocate(capacity: KernelObject.watched)
    private static let watched = 512

    init(_ arguments: Arguments) {
        goal = arguments.number("size")
        most = arguments.number("most") ?? .max
        delayNs = arguments.number("delay") ?? 20_000_000
        copies = Copies(arguments)
        role = arguments.role
        kindName = arguments.text("kind") ?? CText("epoll").cString
        switch arguments.word("kind", otherwise: "epoll") {
        case "inotify": kind = .inotify
        case "dentry": kind = .dentry
        case "file": kind = .file
        case "keyring": kind = .keyring
        default: kind = .epoll
        }
    }

    func run() -> Never {
        if kind == .epoll { openCounters() }
        let folder = kind == .inotify || kind == .dentry ? mountHere() : nil
        let end = group.usage + (goal ?? 0)
        let isEndless = goal == nil && most == .max
        if isEndless {
            Threads.reportReady()
            Threads.sleep(ns: delayNs)
        }
        var made = 0
        while made < most, goal == nil || group.usage < end {
            guard let count = makeSome(from: made, folder) else {
                // At the group's limit an endless one goes no further; the kernel's own limits (watches, keys) must not come first.
                if isEndless, clinux_errno() == ENOMEM { break }
                fail("make", kindName)
            }
            made += count
        }
        if !isEndless {
            if goal != nil, group.usage < end { fail("make as many as asked for:", kindName, errno: 0) }
            Threads.reportReady()
        }
        Threads.sleepForever()
    }

    private func mountHere() -> CText {
        var folder = CText.folder(of: role)
        mkdir(folder.cString, 0o755)
        if mount(CText("tmpfs").cString, folder.cString, CText("tmpfs").cString, 0, CText("size=0,nr_inodes=0").cString)
            != 0
        {
            fail("mount tmpfs on", folder.cString)
        }
        folder.append("/")
        return folder
    }

    /// Makes some objects: how many, or `nil` where the kernel gives no more.
    private func makeSome(from number: Int, _ folder: CText?) -> Int? {
        switch kind {
        case .epoll: makeEpoll()
        case .inotify: makeFiles(number, folder, watched: true)
        case .dentry: makeFiles(number, folder, watched: false)
        case .file: eventfd(0, 0) >= 0 ? 1 : nil
        case .keyring: addKey(number)
        }
    }

    /// One more epoll instance that watches every descriptor of one event counter.
    private func makeEpoll() -> Int? {
        let epoll = epoll_create1(0)
        guard epoll >= 0 else { return nil }
        copies.keep(epoll)
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        for index in 0..<KernelObject.watched {
            if epoll_ctl(epoll, EPOLL_CTL_ADD, counters[index], &event) != 0 { return nil }
        }
        return KernelObject.watched
    }

    /// Many descriptors of one file: a watch is of a descriptor.
    private func openCounters() {
        let counter = eventfd(0, 0)
        if counter < 0 { fail("eventfd") }
        copies.keep(counter)
        for index in 0..<KernelObject.watched {
            counters[index] = index == 0 ? counter : dup(counter)
            if counters[index] < 0 { fail("dup") }
        }
    }

    private func makeFiles(_ number: Int, _ folder: CText?, watched: Bool) -> Int? {
        guard let folder else { return nil }
        let watcher = watched ? inotify_init1(0) : -1
        if watched {
            guard watcher >= 0 else { return nil }
            copies.keep(watcher)
        }
        for offset in 0..<256 {
            var path = CText()
            defer { path.start.deallocate() }
            path.append(folder.cString)
            path.append(number + offset)
            let file = clinux_open(path.cString, O_WRONLY | O_CREAT)
            guard file >= 0 else { return nil }
            close(file)
            if watched, inotify_add_watch(watcher, path.cString, UInt32(IN_MODIFY)) < 0 { return nil }
        }
        return 256
    }

    private func addKey(_ number: Int) -> Int? {
        var name = CText("oomlab-")
        defer { name.start.deallocate() }
        name.append(number)
        let payload = zeros(32_000)
        defer { munmap(payload, 32_000) }
        // KEY_SPEC_PROCESS_KEYRING: the keys go with the process.
        let key = clinux_call(
            Int(SYS_add_key), Int(bitPattern: KernelObject.user.cString), Int(bitPattern: name.cString),
            Int(bitPattern: payload), 32_000, -2)
        return key >= 0 ? 1 : nil
    }

    private static let user: StaticString = "user"
}
