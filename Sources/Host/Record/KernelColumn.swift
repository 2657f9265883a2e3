import Vocabulary

/// A kernel with its runs: a column of every table in which kernels stand side by side.
package struct KernelColumn {
    /// The version by which reports call the kernel.
    package let heading: String
    /// Its runs, in the order given.
    package let records: [RunRecord]

    /// The kernels of `records`, oldest first.
    package static func columns(of records: [RunRecord]) -> [KernelColumn] {
        var headings: [String] = []
        var groups: [String: [RunRecord]] = [:]
        for record in records {
            let heading = record.kernel.flavour
            if groups[heading] == nil { headings.append(heading) }
            groups[heading, default: []].append(record)
        }
        let byVersion = headings.sorted { left, right in
            guard let first = KernelVersion(left), let second = KernelVersion(right) else { return left < right }
            return first < second
        }
        return byVersion.map { KernelColumn(heading: $0, records: groups[$0] ?? []) }
    }
}
