import Foundation
import SystemPackage

/// Finds programs of the host by PATH.
package enum ProgramSearch {
    /// The first executable file called `name` in the folders of PATH; `nil` where there is none.
    package static func find(
        _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> FilePath? {
        (environment["PATH"] ?? "").split(separator: ":").lazy
            .map { FilePath(String($0)).appending(name) }
            .first { isProgram($0) }
    }

    /// Whether `path` is a regular file that may be executed.
    package static func isProgram(_ path: FilePath) -> Bool {
        var folder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path.string, isDirectory: &folder) && !folder.boolValue
            && access(path.string, X_OK) == 0
    }
}
