import Foundation
import SystemPackage

/// Names one state of one file: writing to it or replacing it changes its inode, its size or its times.
package enum FileStamp {
    /// The stamp of the file that is at `path` now, symbolic links followed; `nil` if there is none.
    package static func of(_ path: FilePath) -> String? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " ")
        return "\(path) \(status.st_dev) \(status.st_ino) \(status.st_size) \(times)"
    }
}
