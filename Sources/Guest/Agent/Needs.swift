import CLinux
import GuestProtocolEmbedded

/// Looks for what the plan needs of this kernel. What is missing is recorded, and then no step is begun: the host skips the run.
enum Needs {
    /// Records every need that this kernel doesn't meet.
    static func check(_ needs: [Need], _ records: RecordFile) {
        for need in needs {
            let failure = failure(of: need.evidence, records)
            if failure != 0 { need.name.withUnsafeBytes { records.missing($0, errno: failure) } }
        }
    }

    /// Records the files that steps are to write and that aren't there. Block devices come and go with the workloads that make them.
    static func checkFiles(of plan: Plan, _ records: RecordFile) {
        for (index, step) in plan.steps.enumerated() {
            guard case .write(let write) = step, !plan.lenientSteps.contains(UInt32(index)) else { continue }
            let isLate = write.path.withCString { strncmp($0, "/sys/block/", 11) == 0 }
            let isThere = write.path.withCString { access($0, F_OK) == 0 }
            if !isLate, !isThere { write.path.withUnsafeBytes { records.missing($0, errno: clinux_errno()) } }
        }
    }

    /// 0, or the errno of the attempt.
    private static func failure(of evidence: Need.Evidence, _ records: RecordFile) -> Int32 {
        switch evidence {
        case .file(let path): return path.withCString { access($0, F_OK) == 0 ? 0 : clinux_errno() }
        case .word(let word, let file):
            let area = records.contentArea
            let count = file.withCString { Files.read($0, into: area) }
            guard count >= 0 else { return Int32(truncatingIfNeeded: -count) }
            return holds(UnsafeMutableRawBufferPointer(rebasing: area[..<count]), word) ? 0 : ENOENT
        case .call(let number):
            // No call takes -1 for its first argument, and each says first whether it is there and allowed.
            let answer = clinux_call(Int(number), -1, 0, 0, 0, 0)
            guard answer < 0 else { return 0 }
            return clinux_errno() == ENOSYS || clinux_errno() == EPERM ? clinux_errno() : 0
        }
    }

    /// Whether the word stands in the text between white space, or at an end.
    private static func holds(_ text: UnsafeMutableRawBufferPointer, _ word: Bytes) -> Bool {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, !isSpace(text[end]) { end &+= 1 }
            if end &- start == word.count, word.indices.allSatisfy({ text[start &+ $0] == word[$0] }) { return true }
            start = end &+ 1
        }
        return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
    }
}
