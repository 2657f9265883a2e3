/// A column of the task table.
enum TaskColumn: Equatable {
    case uid, tgid, totalVM, rss, rssAnon, rssFile, rssShmem, pgtablesBytes, swapents, oomScoreAdj
    case other(String)

    init(name: Text) {
        if name.equals("uid") {
            self = .uid
        } else if name.equals("tgid") {
            self = .tgid
        } else if name.equals("total_vm") {
            self = .totalVM
        } else if name.equals("rss") {
            self = .rss
        } else if name.equals("rss_anon") {
            self = .rssAnon
        } else if name.equals("rss_file") {
            self = .rssFile
        } else if name.equals("rss_shmem") {
            self = .rssShmem
        } else if name.equals("pgtables_bytes") {
            self = .pgtablesBytes
        } else if name.equals("swapents") {
            self = .swapents
        } else if name.equals("oom_score_adj") {
            self = .oomScoreAdj
        } else {
            self = .other(name.string(limit: 64))
        }
    }

    /// The kernel's word.
    var name: String {
        switch self {
        case .uid: "uid"
        case .tgid: "tgid"
        case .totalVM: "total_vm"
        case .rss: "rss"
        case .rssAnon: "rss_anon"
        case .rssFile: "rss_file"
        case .rssShmem: "rss_shmem"
        case .pgtablesBytes: "pgtables_bytes"
        case .swapents: "swapents"
        case .oomScoreAdj: "oom_score_adj"
        case .other(let name): name
        }
    }

    /// The columns of a row whose header is missing, by how many numbers follow the pid.
    ///
    /// The first four and the last two are the same in every table from 3.x on; ten numbers came with 6.8.
    static func guess(numbers: Int) -> [TaskColumn] {
        let head: [TaskColumn] = [.uid, .tgid, .totalVM, .rss]
        let tail: [TaskColumn] = [.swapents, .oomScoreAdj]
        guard numbers >= 6 else { return [] }
        guard numbers < 10 else { return head + [.rssAnon, .rssFile, .rssShmem, .pgtablesBytes] + tail }
        return head + (6..<numbers).map { .other("column\($0 - 1)") } + tail
    }
}
