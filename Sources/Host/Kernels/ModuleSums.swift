import Digest
import Foundation
import HostFiles
import SystemPackage

/// `modules.sha256` of an installed kernel: the hash of every module, as `sha256sum -c` reads it. Its own hash is in `kernel.json`.
struct ModuleSums {
    static let fileName = "modules.sha256"

    private let root: FilePath
    private let sums: [String: String]

    /// The sums of `kernel`, whose modules are in `root`; `nil` for a kernel that was installed before there were any. Throws `HostError` if the list is
    /// damaged.
    init?(of kernel: InstalledKernel, root: FilePath) throws {
        guard let expected = kernel.modulesSHA256 else { return nil }
        let file = root.removingLastComponent().appending(ModuleSums.fileName)
        guard let bytes = FileManager.default.contents(atPath: file.string),
            SHA256.of(bytes) == expected
        else { throw kernel.damaged(file) }
        var sums: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard line.count > 66 else { throw kernel.damaged(file) }
            sums[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        self.root = root
        self.sums = sums
    }

    /// Whether `bytes` are what was installed at `path`, below the modules' folder.
    func hold(for path: FilePath, _ bytes: [UInt8]) -> Bool {
        sums[ModuleSums.relative(path, to: root)] == SHA256.of(bytes)
    }

    /// Whether every module is there and as it was installed.
    var isWhole: Bool {
        sums.allSatisfy { name, sum in
            (try? FileDigest.sha256(of: root.pushing(FilePath(name)))) == sum
        }
    }

    /// Writes the sums of the modules in `root` beside it and gives back the list's own hash.
    static func write(of root: FilePath) throws -> String {
        let files = try ModuleTree.files(below: root).filter { ModuleTree.isModule($0.path) }
        let lines = try files.map { "\(try FileDigest.sha256(of: $0.path))  \($0.relative)\n" }
        let text = Data(lines.sorted { $0.dropFirst(66) < $1.dropFirst(66) }.joined().utf8)
        try text.write(to: URL(filePath: root.removingLastComponent().appending(fileName).string))
        return SHA256.of(text)
    }

    private static func relative(_ path: FilePath, to root: FilePath) -> String {
        var path = path
        _ = path.removePrefix(root)
        return path.string
    }
}
