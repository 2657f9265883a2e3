import Faults
import Foundation
import SystemPackage
import Vocabulary

extension KernelStore {
    /// Takes a bzImage of the user's own into the cache; one of the same name that was added before is replaced.
    ///
    /// - Parameters:
    ///   - path: The bzImage, or the folder of a kernel build.
    ///   - modules: The folder of its modules, or one that has `lib/modules/RELEASE`.
    ///   - name: The name to find it by; its release where nil.
    ///
    /// Throws `UsageError` where the file is no kernel, the folder has no modules, or the name can't be one.
    public func add(_ path: FilePath, modules: FilePath? = nil, name: String? = nil) async throws -> InstalledKernel {
        let image = try Self.image(at: path)
        let header = try KernelInstaller.header(of: image)
        let name = name ?? header.release
        try Self.check(name: name)
        let tree = try modules.map { try Self.tree($0, release: header.release) }
        try cache.create()
        let lock = try await acquireLock()
        cache.sweep()
        let folder = cache.kernels.appending(name)
        if let kept = try? KernelRecord.load(folder), kept.origin == .package {
            throw UsageError("\(name) is a kernel that was fetched", remedy: "give another name with --name")
        }
        let source = KernelInstaller.Source(image: image, modules: tree, origin: .added, name: name)
        let kernel = try await KernelInstaller(cache: cache).install(source)
        withExtendedLifetime(lock) {}
        return kernel
    }

    private static func image(at path: FilePath) throws -> FilePath {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder) else {
            throw UsageError("\(path) does not exist", remedy: "give the path of a bzImage")
        }
        guard isFolder.boolValue else { return path }
        let built = path.pushing(FilePath(Architecture.current.builtImage))
        guard FileManager.default.fileExists(atPath: built.string) else {
            throw UsageError(
                "\(path) is a folder without \(Architecture.current.builtImage)", remedy: "build it with: make bzImage")
        }
        return built
    }

    private static func tree(_ folder: FilePath, release: String) throws -> FilePath {
        guard let root = ModuleTree.root(in: folder, release: release) else {
            throw UsageError(
                "\(folder) has no modules of \(release)",
                remedy: "give a folder made by: make modules_install INSTALL_MOD_PATH=DIR")
        }
        return root
    }

    /// A name must be one that a spec finds again, and no path.
    private static func check(name: String) throws {
        guard KernelSpec.isName(name), case .name = try? KernelSpec(name) else {
            if KernelVersion(name)?.suffix.isEmpty == false { return }
            throw UsageError(
                "'\(name)' can't be the name of a kernel",
                remedy: "give one with --name, of letters, digits and . _ + ~ -, that is no version such as 6.12")
        }
    }
}
