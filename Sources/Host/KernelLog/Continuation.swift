/// Lines that mail programs and terminals broke in two: whether one is unfinished, and whether another is its rest.
enum Continuation {
    /// Whether something that this kind of line always has is missing.
    static func isUnfinished(_ kind: LineKind, _ text: Text, columns: Int) -> Bool {
        switch kind {
        case .invocation:
            !text.contains("oom_score_adj=") && !text.contains("oomkilladj=") && !text.contains("oom_adj=")
        case .cpu: !text.contains(" #")
        case .taskIn: !text.contains(" as a result of limit of ") || text.hasSuffix(" of")
        case .tableHeader: !text.hasSuffix("name")
        case .taskRow: isShortRow(text, columns)
        case .oomKill: !text.contains(",uid=")
        case .killed: !text.contains(" oom_score_adj:")
        case .reaped: !text.contains("shmem-rss:")
        case .chosen: !text.contains(" score ")
        default: false
        }
    }

    /// Whether a line without wrapping and without a kind of its own reads like the rest of `held`.
    static func continues(_ kind: LineKind, _ held: Text, with text: Text) -> Bool {
        switch kind {
        case .invocation:
            text.hasPrefix("order=") || text.hasPrefix("oom_score_adj=") || text.hasPrefix("oomkilladj=")
                || text.hasPrefix("oom_adj=") || text.hasPrefix("nodemask=") || text.hasPrefix("gfp_mask=")
        case .cpu: text.contains(" #")
        case .taskIn:
            text.hasPrefix("killed as") || text.hasPrefix("as a result") || text.hasPrefix("a result")
                || text.hasPrefix("result of") || text.hasPrefix("of limit") || text.hasPrefix("limit of")
                || text[0] == 0x2f
        case .tableHeader: Text.isLetter(text[0])
        case .taskRow: Text.isDigit(text[0]) || text[0] == 0x2d || Text.isLetter(text[0])
        case .oomKill: text.index(of: 0x3d) != nil
        case .killed:
            text[0] == 0x28 || text.hasPrefix("total-vm:") || text.hasPrefix("anon-rss:") || text.hasPrefix("file-rss:")
                || text.hasPrefix("shmem-rss:") || text.hasPrefix("UID:") || text.hasPrefix("pgtables:")
                || text.hasPrefix("oom_score_adj:")
        case .reaped:
            text[0] == 0x28 || text.hasPrefix("now ") || text.hasPrefix("anon-rss:") || text.hasPrefix("file-rss:")
                || text.hasPrefix("shmem-rss:")
        case .chosen: text[0] == 0x28 || text.hasPrefix("score ")
        default: false
        }
    }

    /// Whether a blank belongs between the two: an oom-kill: line has none, so only a terminal can have broken it.
    static func takesBlank(_ kind: LineKind) -> Bool { kind != .oomKill }

    private static func isShortRow(_ text: Text, _ columns: Int) -> Bool {
        guard columns > 0, let row = TaskNumbers(text, limit: columns) else { return false }
        return row.count < columns || !row.hasName(text)
    }
}
