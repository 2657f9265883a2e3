import Record
import SafeText

/// How deep the reserves were used, in words.
enum ReserveText {
    /// `180 pages below min in node 0 DMA32 (171 free, min 351; 12 more on the CPUs' lists), allocation failure: hog (hog/26, pid 97), order 0, GFP…`.
    static func line(_ reserve: RunRecord.ReserveRecord) -> String {
        let source = reserve.source == "oom_report" ? "OOM report" : reserve.source.replacing("_", with: " ")
        let request = reserve.request.map { ": \(text($0))" } ?? ""
        return Plain.text(
            "\(reserve.belowPages) pages below min in node \(reserve.node) \(reserve.zone) (\(pages(reserve))), \(source)\(request)"
        )
    }

    private static func pages(_ reserve: RunRecord.ReserveRecord) -> String {
        let pcp = reserve.pcpPages.map { "; \($0) more on the CPUs' lists" } ?? ""
        let atomic = reserve.highatomicPages.map { $0 == 0 ? "" : "; highatomic \($0)" } ?? ""
        return "\(reserve.freePages) free, min \(reserve.minPages)\(pcp)\(atomic)"
    }

    private static func text(_ request: RunRecord.ReserveRecord.Request) -> String {
        let task = "\(request.task ?? "n/a"), pid \(request.pid.map(String.init) ?? "n/a")"
        let who = request.role.map { "\($0) (\(task))" } ?? "\(task)"
        return "\(who), order \(request.order.map(String.init) ?? "n/a"), \(request.gfp ?? "n/a")"
    }
}
