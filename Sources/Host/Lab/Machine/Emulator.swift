import Faults
import Foundation
import HostFiles
import Kernels
import Subprocess
import SystemPackage

/// The host's QEMU.
public struct Emulator: Hashable, Sendable {
    /// The program's name.
    public static let program = Architecture.current.emulator
    /// How it is installed.
    static let installing = "apt-get install \(Architecture.current.emulatorPackage)"

    /// Where it is.
    public let path: FilePath
    /// Its own version, as in `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`.
    public let version: String
    /// Whether it was built with the seccomp sandbox.
    public let hasSandbox: Bool
    /// Its `-machine` type: `pinnedMachineType` if it offers that, else `pc`, which is another machine in every version.
    public let machineType: String

    /// The machine that runs ask for if this QEMU offers it.
    public static let pinnedMachineType = Architecture.current.machineType

    /// A QEMU that is known.
    public init(
        path: FilePath, version: String, hasSandbox: Bool, machineType: String = Emulator.pinnedMachineType
    ) {
        self.path = path
        self.version = version
        self.hasSandbox = hasSandbox
        self.machineType = machineType
    }

    /// Finds QEMU by PATH and asks it what it can do, unless it has answered before, by what `cache` knows. Throws `HostError` where it is missing
    /// or doesn't answer.
    public static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment, cache: CacheFolder? = nil
    ) async throws -> Emulator {
        guard let path = ProgramSearch.find(program, environment: environment) else {
            throw HostError("\(program) not found in PATH", remedy: "install it with `\(installing)`")
        }
        if let cache, let known = KnownEmulator.recall(path, in: cache) { return known }
        async let banner = answer(of: path, to: ["--version"])
        async let help = answer(of: path, to: ["-help"])
        async let machines = answer(of: path, to: ["-machine", "help"])
        let emulator = Emulator(
            path: path, version: version(banner: try await banner),
            hasSandbox: try await help.contains("\n-sandbox on"),
            machineType: machineType(listing: try await machines))
        if let cache { KnownEmulator.remember(emulator, in: cache) }
        return emulator
    }

    /// The names of the devices that it offers. Throws `HostError` where it doesn't answer.
    public func devices() async throws -> Set<String> {
        let listing = try await Emulator.answer(of: path, to: ["-device", "help"])
        let names = listing.matches(of: /name "([^"]+)"/).map { String($0.1) }
        return Set(names)
    }

    /// Whether the dynamic linker loads `library` into it, as ld.so(8) lists what it would load. A static QEMU loads nothing.
    public func loads(_ library: FilePath) async throws -> Bool {
        let environment: Environment = .inherit.updating([
            "LD_TRACE_LOADED_OBJECTS": "1", .init(stringLiteral: EmulatorCommand.preloadVariable): library.string,
        ])
        return try await Emulator.answer(of: path, to: ["--version"], environment: environment).contains(library.string)
    }

    /// The version in the first line of `--version`.
    static func version(banner: String) -> String {
        let line = banner.split(separator: "\n").first.map(String.init) ?? ""
        let prefix = "QEMU emulator version "
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line
    }

    /// The type to ask for, by what `-machine help` prints: a line for each type, which begins with its name.
    static func machineType(listing: String) -> String {
        let isOffered = listing.split(separator: "\n").contains { $0.hasPrefix(pinnedMachineType + " ") }
        return isOffered ? pinnedMachineType : Architecture.current.anyMachineType
    }

    private static func answer(
        of path: FilePath, to arguments: [String], environment: Environment = .inherit
    ) async throws -> String {
        do {
            let result = try await Subprocess.run(
                .path(path), arguments: Arguments(arguments), environment: environment, output: .string(limit: 1 << 20))
            guard result.terminationStatus.isSuccess else {
                throw HostError("\(path) \(arguments.joined(separator: " ")) ended with \(result.terminationStatus)")
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            throw HostError(
                "can't run \(path) (\(error))", remedy: "install `\(Architecture.current.emulatorPackage)` again")
        }
    }
}
