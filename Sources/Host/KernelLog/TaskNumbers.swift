/// The numbers of a task table's row, and where the name begins. Holds them in place: a table can have thousands of rows.
struct TaskNumbers {
    /// More columns than any kernel has.
    static let most = 24

    private(set) var pid = 0
    private(set) var count = 0
    private var values = InlineArray<24, Int>(repeating: 0)
    private var end = 0

    /// Reads at most `limit` numbers behind the pid, or as many as there are where that is zero; nil if this is no row.
    init?(_ text: Text, limit: Int) {
        var cursor = Cursor(text)
        guard cursor.skip(byte: 0x5b) else { return nil }
        cursor.skipBlanks()
        guard let number = cursor.integer(), cursor.skip(byte: 0x5d) else { return nil }
        pid = number
        end = cursor.at
        let bound = limit > 0 ? min(limit, Self.most) : Self.most
        while count < bound, cursor.skipBlanks(), let value = cursor.integer() {
            // A name may begin with digits.
            guard cursor.isAtEnd || Text.isBlank(cursor.byte) else { break }
            values[count] = value
            count += 1
            end = cursor.at
        }
        guard count >= 3 else { return nil }
    }

    /// A number behind the pid, counted from 0.
    subscript(index: Int) -> Int? { index >= 0 && index < count ? values[index] : nil }

    /// Whether anything stands behind the last number.
    func hasName(_ text: Text) -> Bool { end + 1 < text.count }

    /// The name behind the last number: one blank, then anything.
    func name(_ text: Text) -> String? {
        let rest = text.dropping(end + 1)
        return rest.isEmpty ? nil : rest.string(limit: KernelLogLimits.name)
    }
}

extension TaskRow {
    init(_ columns: [TaskColumn], _ numbers: TaskNumbers, name: String?) {
        self.init(pid: numbers.pid)
        self.name = name
        for index in columns.indices {
            guard let value = numbers[index] else { return }
            switch columns[index] {
            case .uid: uid = value
            case .tgid: tgid = value
            case .totalVM: totalVM = value
            case .rss: rss = value
            case .rssAnon: rssAnon = value
            case .rssFile: rssFile = value
            case .rssShmem: rssShmem = value
            case .pgtablesBytes: pgtablesBytes = value
            case .swapents: swapents = value
            case .oomScoreAdj: oomScoreAdj = value
            case .other(let name): others.append(Counter(name: name, value: value))
            }
        }
    }
}
