import Faults
import Foundation
import SystemPackage

/// The modules of an installed kernel: finds one with everything it depends on, unpacked, in the order to load them.
public struct KernelModules: Sendable {
    /// A module, ready for `finit_module`.
    public struct Module: Equatable, Sendable {
        /// Its name, as `lsmod` writes it.
        public let name: String
        /// The unpacked object.
        public let bytes: [UInt8]
    }

    /// What a module asks for by name when it works, so that no `depends=` shows it; taken along where the kernel has it as a module. Up to 6.11 zram
    /// compresses through the crypto API.
    private static let companions = ["zram": ["lzo_rle"]]

    private let release: String
    private let paths: [String: FilePath]
    private let builtin: Set<String>
    /// Says whether a packed module is the one that was installed; throws `HostError` if not.
    private var check: @Sendable (FilePath, [UInt8]) throws -> Void = { _, _ in }

    /// The modules of `kernel`; none where it was installed without.
    public init(_ kernel: InstalledKernel) throws {
        try self.init(release: kernel.identity.release, root: kernel.modulesRoot)
        guard let root = kernel.modulesRoot, let sums = try ModuleSums(of: kernel, root: root) else { return }
        check = { path, bytes in
            guard sums.hold(for: path, bytes) else { throw kernel.damaged(path) }
        }
    }

    init(release: String, root: FilePath?) throws {
        self.release = release
        guard let root else {
            paths = [:]
            builtin = []
            return
        }
        let files = try ModuleTree.files(below: root.appending("kernel")).map(\.path).filter(ModuleTree.isModule)
        paths = Dictionary(files.map { (Self.name(of: $0), $0) }) { first, _ in first }
        let list = FileManager.default.contents(atPath: root.appending("modules.builtin").string) ?? Data()
        let lines = String(decoding: list, as: UTF8.self).split(separator: "\n")
        builtin = Set(lines.map { Self.name(of: FilePath(String($0))) })
    }

    /// The unpacked modules of these names of `kernel`, with what they depend on, in the order to load them.
    public static func load(_ names: [String], of kernel: InstalledKernel) async throws -> [[UInt8]] {
        guard !names.isEmpty else { return [] }
        return try await KernelModules(kernel).load(names).map(\.bytes)
    }

    /// Those of these modules that `kernel` has neither as a module nor built in. One that was installed without its modules tells nothing: none.
    public static func missing(_ names: [String], of kernel: InstalledKernel) throws -> [String] {
        let modules = try KernelModules(kernel)
        guard !modules.paths.isEmpty || !modules.builtin.isEmpty else { return [] }
        return names.filter { modules.paths[normal($0)] == nil && !modules.isBuiltIn($0) }
    }

    /// Whether the kernel has `name` built in, so that there is nothing to load.
    public func isBuiltIn(_ name: String) -> Bool { builtin.contains(Self.normal(name)) }

    /// The modules of these names and what they depend on, each once and after its dependencies; a built-in one is left out.
    ///
    /// Throws `HostError` where the kernel has no such module.
    public func load(_ names: [String]) async throws -> [Module] {
        var loaded: [Module] = []
        var visited: Set<String> = []
        for name in names { try await add(Self.normal(name), to: &loaded, visited: &visited) }
        return loaded
    }

    private func add(_ name: String, to loaded: inout [Module], visited: inout Set<String>) async throws {
        guard visited.insert(name).inserted, !builtin.contains(name) else { return }
        guard let path = paths[name] else {
            let remedy =
                paths.isEmpty
                ? "add it again with --modules DIR, or fetch it again" : "choose a kernel that has it, or leave it out"
            throw HostError("kernel \(release) has no module \(name)", remedy: remedy)
        }
        for companion in Self.companions[name] ?? [] where paths[companion] != nil {
            try await add(companion, to: &loaded, visited: &visited)
        }
        let bytes = try await unpacked(path)
        guard let information = ELF64(bytes)?.section(".modinfo") else {
            throw HostError(
                "\(path) is no kernel module", remedy: "remove kernel \(release) from the cache and fetch it again")
        }
        for dependency in Self.dependencies(in: information) {
            try await add(dependency, to: &loaded, visited: &visited)
        }
        loaded.append(Module(name: name, bytes: bytes))
    }

    /// The names in the `depends=` entry of a `.modinfo` section, whose entries end with NUL.
    static func dependencies(in information: some Collection<UInt8>) -> [String] {
        for entry in information.split(separator: 0) {
            let text = String(decoding: entry, as: UTF8.self)
            guard text.hasPrefix("depends=") else { continue }
            return text.dropFirst(8).split(separator: ",").map { normal(String($0)) }
        }
        return []
    }

    /// A dash and an underscore are the same in a module's name.
    private static func normal(_ name: String) -> String {
        String(name.map { $0 == "-" ? "_" : $0 })
    }

    private static func name(of path: FilePath) -> String {
        let file = path.lastComponent?.string ?? ""
        let ending = ModuleTree.endings.first { file.hasSuffix($0) } ?? ""
        return normal(String(file.dropLast(ending.count)))
    }

    private func unpacked(_ path: FilePath) async throws -> [UInt8] {
        let packed = [UInt8](try Data(contentsOf: URL(filePath: path.string)))
        try check(path, packed)
        guard let compression = Compression(packed.prefix(8)) else { return packed }
        return try await compression.tool.output(["-dc"], from: path, limit: 64 << 20)
    }
}
