import CLinux
import GuestProtocolEmbedded

/// What steps do to groups and ask of them. Every file is open already and every buffer is on the stack.
extension GroupTree {
    /// Freezes or thaws: 0 or a negative errno.
    func setFrozen(_ frozen: Bool, group: Int) -> Int32 {
        guard nodes.indices.contains(group) else { return -EINVAL }
        let node = nodes[group]
        switch node.hierarchy {
        case .v2: return put(frozen ? "1" : "0", into: node.freezer)
        case .freezerV1: return put(frozen ? "FROZEN" : "THAWED", into: node.freezer)
        }
    }

    /// Moves a process with all its threads: 0 or a negative errno.
    func move(pid: Int32, toGroup group: Int) -> Int32 {
        guard nodes.indices.contains(group) else { return -EINVAL }
        return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
            var digits = 0
            var rest = pid
            repeat {
                digits &+= 1
                buffer[16 &- digits] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0 && digits < 12
            let start = buffer.baseAddress?.advanced(by: 16 &- digits)
            return pwrite(nodes[group].processes, start, digits, 0) < 0 ? -clinux_errno() : 0
        }
    }

    /// Whether the kernel says that every task of the group is frozen.
    func isFrozen(group: Int) -> Bool {
        guard nodes.indices.contains(group) else { return false }
        let node = nodes[group]
        switch node.hierarchy {
        case .v2: return value(of: "frozen ", in: node.events) == 1
        case .freezerV1: return begins(with: "FROZEN", node.freezer)
        }
    }

    /// Whether no task is left. A v1 group has no such file and is never said to be empty.
    func isEmpty(group: Int) -> Bool {
        nodes.indices.contains(group) && value(of: "populated ", in: nodes[group].events) == 0
    }

    /// `oom_kill` of `memory.events`: kills of the group's and its descendants' processes so far.
    func oomKills(group: Int) -> Int {
        guard nodes.indices.contains(group) else { return 0 }
        return value(of: "oom_kill ", in: nodes[group].memoryEvents) ?? 0
    }

    /// `oom` of `memory.events`: charges of the group and its descendants that failed at a limit so far.
    func ooms(group: Int) -> Int {
        guard nodes.indices.contains(group) else { return 0 }
        return value(of: "oom ", in: nodes[group].memoryEvents) ?? 0
    }

    private func put(_ text: StaticString, into file: Int32) -> Int32 {
        pwrite(file, text.utf8Start, text.utf8CodeUnitCount, 0) < 0 ? -clinux_errno() : 0
    }

    private func begins(with word: StaticString, _ file: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            let count = pread(file, buffer.baseAddress, buffer.count, 0)
            return count >= word.utf8CodeUnitCount && buffer.holds(word)
        }
    }

    /// The number behind `key` at the beginning of a line.
    private func value(of key: StaticString, in file: Int32) -> Int? {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            let count = pread(file, buffer.baseAddress, buffer.count, 0)
            return KeyedValues.number(of: key, in: buffer, max(count, 0))
        }
    }
}
