extension KernelEvent {
    init(of kind: Kind, _ text: Text, at place: Place) {
        self.init(
            kind: kind, text: text.string(limit: 400), line: place.line, sequence: place.sequence, timeNs: place.timeNs)
    }

    /// The event that a line stands for, where it stands for one.
    init?(_ line: LineKind, _ text: Text, at place: Place) {
        guard let kind = line.eventKind else { return nil }
        self.init(of: kind, text, at: place)
        switch kind {
        case .allocationFailure, .allocationStall: readAllocation(text)
        case .hungTask: readHungTask(text)
        default: break
        }
    }

    /// "md5sum: page allocation failure: order:4, mode:0x40c40(GFP_NOFS|__GFP_COMP), …" (`warn_alloc()` in `mm/page_alloc.c`);
    /// up to 3.x "page allocation failure. order:0, mode:0x20".
    private mutating func readAllocation(_ text: Text) {
        guard let colon = text.find(": page allocation ") else { return }
        task = text.slice(0, colon).string()
        let rest = text.dropping(colon)
        order = rest.integer(after: "order:")
        guard let at = rest.find("mode:") else { return }
        let mode = rest.dropping(at + 5)
        var end = 0
        while end < mode.count, !Text.isBlank(mode[end]), mode[end] != 0x2c || mode.slice(0, end).index(of: 0x28) != nil
        {
            end += 1
            if mode[end - 1] == 0x29 { break }
        }
        self.mode = mode.slice(0, min(end, 256)).string()
    }

    /// "INFO: task khugepaged:42 blocked for more than 120 seconds." (`kernel/hung_task.c`).
    private mutating func readHungTask(_ text: Text) {
        guard let end = text.find(" blocked "), let colon = text.slice(0, end).findLast(":") else { return }
        pid = text.slice(colon + 1, end).integer
        task = text.slice(11, colon).string()
    }
}

extension LineKind {
    fileprivate var eventKind: KernelEvent.Kind? {
        switch self {
        case .allocationFailure: .allocationFailure
        case .allocationStall: .allocationStall
        case .oops: .oops
        case .bug: .bug
        case .panic: .panic
        case .hungTask: .hungTask
        case .softLockup: .softLockup
        case .rcuStall: .rcuStall
        case .warning: .warning
        case .oomDisabled: .oomDisabled
        case .oomEnabled: .oomEnabled
        case .noEligible: .sysrqOOM
        default: nil
        }
    }
}
