import Foundation
import SystemPackage

/// A folder of kernel modules as packages have it: `kernel/…/name.ko`, packed or not, and no `modules.dep`.
enum ModuleTree {
    /// The endings of a module's file name, and so the ways in which it may be packed.
    static let endings = [".ko", ".ko.xz", ".ko.zst", ".ko.gz"]

    /// The lists that are worth keeping beside the modules.
    private static let lists = ["modules.builtin", "modules.order"]

    /// Copies modules and lists from one tree to another, and nothing else: no headers, no symbolic links to sources.
    static func copy(from source: FilePath, to target: FilePath) throws {
        for (relative, path) in try files(below: source.appending("kernel")) where isModule(path) {
            let destination = target.appending("kernel").appending(relative.components)
            try FileManager.default.createDirectory(
                atPath: destination.removingLastComponent().string, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: path.string, toPath: destination.string)
        }
        try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: true)
        for list in lists where FileManager.default.fileExists(atPath: source.appending(list).string) {
            try FileManager.default.copyItem(
                atPath: source.appending(list).string, toPath: target.appending(list).string)
        }
    }

    /// The folder below `folder` that has the modules: itself, or `lib/modules/RELEASE` in it. Nil where there is none.
    static func root(in folder: FilePath, release: String) -> FilePath? {
        let places = ["", "lib/modules/\(release)", "usr/lib/modules/\(release)", release]
        return places.map { folder.appending($0) }.first {
            FileManager.default.fileExists(atPath: $0.appending("kernel").string)
        }
    }

    /// Whether the file's name is a module's.
    static func isModule(_ path: FilePath) -> Bool {
        guard let name = path.lastComponent?.string else { return false }
        return endings.contains { name.hasSuffix($0) }
    }

    /// Every regular file below `root`, with its path relative to it; nothing where `root` isn't there.
    static func files(below root: FilePath) throws -> [(relative: FilePath, path: FilePath)] {
        guard let names = FileManager.default.enumerator(atPath: root.string) else { return [] }
        return names.compactMap { entry in
            guard let name = entry as? String else { return nil }
            let path = root.appending(name)
            var status = stat()
            guard lstat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (FilePath(name), path)
        }
    }

    /// The size of all files below `folder`.
    static func bytes(in folder: FilePath) throws -> Int {
        try files(below: folder).reduce(0) { sum, file in
            var status = stat()
            return stat(file.path.string, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }
}
