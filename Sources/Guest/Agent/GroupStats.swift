import CLinux
import GuestProtocolEmbedded

/// Every v2 group's memory.stat. It is the one sampled file for which kernels allocate at each reading, and that takes them long where groups are many:
/// so it is the actor's to read, and the recorder never waits for it.
final class GroupStats {
    private var files: [SampledFile?] = []

    /// Opens the files, in the order of the sampler's groups.
    init(_ tree: GroupTree, _ names: FileNames) {
        files.reserveCapacity(tree.nodes.count)
        for node in tree.nodes where node.hierarchy == .v2 {
            files.append(SampledFile(node.folder, "/memory.stat", names))
        }
    }

    /// Reads one group's, and writes it down if it has changed.
    func read(group: Int, _ out: RecordFile) {
        guard files.indices.contains(group) else { return }
        _ = files[group]?.read(out)
    }

    /// Reads them all.
    func readAll(_ out: RecordFile) {
        for index in files.indices { read(group: index, out) }
    }
}
