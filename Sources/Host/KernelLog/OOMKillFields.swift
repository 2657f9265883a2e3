/// The fields of an oom-kill: line, read from the left, since group names may hold anything but a line end.
struct OOMKillFields {
    /// What is left.
    private(set) var rest: Text

    init(_ text: Text) { rest = text }

    /// The value of a key that stands at the front, up to whichever key comes next; nil where none does, since the line is cut then.
    mutating func value(_ key: StaticString, before next: StaticString...) -> String? {
        guard rest.hasPrefix(key) else { return nil }
        let value = rest.dropping(key.utf8CodeUnitCount)
        guard let end = next.compactMap({ value.find($0) }).min() else { return nil }
        rest = value.dropping(end)
        return value.slice(0, end).string()
    }

    /// Steps over a word that has no value.
    mutating func flag(_ word: StaticString) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest = rest.dropping(word.utf8CodeUnitCount)
        return true
    }

    /// All that is left behind a key.
    func last(_ key: StaticString) -> String? {
        rest.hasPrefix(key) ? rest.dropping(key.utf8CodeUnitCount).string() : nil
    }

    /// "…,task=x,pid=1,uid=2" at the right end; nil where it is cut. What stands before it stays.
    mutating func victim() -> SelectedTask? {
        guard let uid = rest.findLast(",uid="), let pid = rest.slice(0, uid).findLast(",pid="),
            let user = rest.dropping(uid + 5).trimmedEnd().integer, let number = rest.slice(pid + 5, uid).integer,
            let name = rest.slice(0, pid).findLast(",task=")
        else { return nil }
        var task = SelectedTask()
        task.pid = number
        task.uid = user
        task.name = rest.slice(name + 6, pid).string()
        rest = rest.slice(0, name)
        return task
    }
}
