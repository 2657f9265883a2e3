// swift-tools-version: 6.2
import PackageDescription

/// Settings for code that runs inside the guest: Embedded Swift keeps the agent near 1 MB, so that the
/// observer stays small beside the experiment. `-Osize` holds for debug builds too: the guest runs under emulation.
let guestSwift: [SwiftSetting] = [
    .enableExperimentalFeature("Embedded"),
    .unsafeFlags(["-wmo", "-Osize"]),
]

/// A guest program is one static file: the initramfs has no loader and no libraries.
let guestLinker: [LinkerSetting] = [
    .unsafeFlags(["-static-executable", "-Xlinker", "--gc-sections", "-Xlinker", "-s"])
]

/// A library that is loaded into QEMU brings nothing along but itself: no Swift runtime.
let preloadedLinker: [LinkerSetting] = [
    .unsafeFlags(["-enable-experimental-feature", "Embedded", "-Xlinker", "--gc-sections", "-Xlinker", "-s"])
]

extension Target.Dependency {
    static let argumentParser: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
    static let mustache: Self = .product(name: "Mustache", package: "swift-mustache")
    static let subprocess: Self = .product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage: Self = .product(name: "SystemPackage", package: "swift-system")
    static let yams: Self = .product(name: "Yams", package: "Yams")
}

/// A module of the command, in a folder of its own name. What it may import is what stands here: a test holds its imports against it.
func host(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Host/\(name)")
}

/// The commit, as `make build` tells it. (SwiftPM's own `Context.gitInformation` goes stale: the manifest is cached without it.)
let commit = Context.environment["OOMLAB_COMMIT"] ?? ""

let package = Package(
    name: "oomlab",
    products: [
        .executable(name: "oomlab", targets: ["oomlab"]),
        .library(name: "KernelLog", targets: ["KernelLog"]),
        .library(name: "oomlab-turns", type: .dynamic, targets: ["Turns"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    // In the order of the arrows: a module stands below everything that it imports.
    targets: [
        // Leaves: words, text, errors, files
        host("SafeText"),
        host("Digest", "Clibcrypto"),
        host("Vocabulary", "SafeText"),
        host("Statistics"),
        host("Page", "SafeText", .mustache),
        host("Faults", "Vocabulary", .systemPackage),
        host("HostFiles", "Digest", "Faults", .systemPackage),

        // What a run leaves behind
        .target(name: "GuestProtocol", path: "Sources/Guest/Protocol"),
        host("Record", "SafeText", "Vocabulary"),
        host("Evidence", "Digest", "GuestProtocol", "Vocabulary"),
        host(
            "Runs", "CVersion", "Evidence", "Faults", "GuestProtocol", "HostFiles", "Record", "SafeText", .systemPackage
        ),

        // Any log: reports, who and why, what it means
        host("KernelLog"),
        host("VictimSelection", "KernelLog", "Vocabulary"),
        host("Explain", "KernelLog", "SafeText", "VictimSelection", "Vocabulary"),
        host("ExplainPage", "Explain", "Page", "VictimSelection", .mustache),

        // From a question to a verdict
        host("Scenario", "GuestProtocol", "SafeText", "Statistics", "Vocabulary", .yams),
        host("Study", "Evidence", "GuestProtocol", "KernelLog", "Runs", "VictimSelection", "Vocabulary"),
        host("Judge", "Evidence", "GuestProtocol", "Record", "Runs", "Scenario", "Study", "Vocabulary"),

        // Running
        host(
            "Kernels", "Digest", "Evidence", "Faults", "HostFiles", "SafeText", "Vocabulary", .subprocess,
            .systemPackage),
        host(
            "Lab", "Digest", "Evidence", "Faults", "GuestProtocol", "HostFiles", "Kernels", "Runs", "SafeText",
            "Vocabulary", .subprocess, .systemPackage),
        host(
            "Matrix", "Digest", "Evidence", "Faults", "GuestProtocol", "Judge", "Kernels", "Lab", "Record", "Runs",
            "SafeText", "Scenario", "Vocabulary", .subprocess, .systemPackage),

        // From verdicts to answers
        host("Comparison", "Record", "SafeText", "Statistics", "Vocabulary"),
        host("Bisection", "Record", "Statistics", "Vocabulary"),
        host("Ledger", "Record", "SafeText", "Scenario", "Statistics", "Vocabulary"),
        host(
            "Report", "Bisection", "Comparison", "KernelLog", "Ledger", "Page", "Record", "Runs", "SafeText",
            "Scenario", "Statistics", "Vocabulary", .mustache),
        host(
            "Archive", "Digest", "Evidence", "Faults", "HostFiles", "Judge", "Record", "Runs", "Scenario", "Vocabulary",
            .grdb,
            .systemPackage),

        // The command
        .executableTarget(
            name: "oomlab",
            dependencies: [
                "Archive", "Bisection", "Comparison", "Explain", "ExplainPage", "Faults", "HostFiles", "Judge",
                "Kernels", "Lab", "Ledger", "Matrix", "Record", "Report", "Runs", "SafeText", "Scenario", "Vocabulary",
                .argumentParser, .systemPackage,
            ], path: "Sources/Host/CLI"),
        .executableTarget(
            name: "oomlab-bench",
            dependencies: [
                "Faults", "GuestProtocol", "HostFiles", "Kernels", "Lab", "Scenario", "Statistics", .subprocess,
                .systemPackage,
            ], path: "Sources/Host/Bench"),

        // Inside the guest
        .target(name: "GuestProtocolEmbedded", path: "Sources/Guest/ProtocolEmbedded", swiftSettings: guestSwift),
        .executableTarget(
            name: "oomlab-agent", dependencies: ["GuestProtocolEmbedded", "CLinux", "Clibcgroup"],
            path: "Sources/Guest/Agent", swiftSettings: guestSwift, linkerSettings: guestLinker),
        .executableTarget(
            name: "oomlab-workload", dependencies: ["CLinux"], path: "Workloads/Programs",
            swiftSettings: guestSwift, linkerSettings: guestLinker),

        // Beside QEMU
        .executableTarget(
            name: "oomlab-guard", dependencies: ["CLinux"], path: "Sources/QEMU/Guard",
            swiftSettings: guestSwift, linkerSettings: guestLinker),
        .target(
            name: "Turns", dependencies: ["CLinux"], path: "Sources/QEMU/Turns", swiftSettings: guestSwift,
            linkerSettings: preloadedLinker),

        // C
        .target(name: "CLinux", path: "Sources/C/CLinux", cSettings: [.define("_GNU_SOURCE")]),
        .target(
            name: "CVersion", path: "Sources/C/CVersion", cSettings: [.define("OOMLAB_COMMIT", to: "\"\(commit)\"")]),
        .systemLibrary(
            name: "Clibcgroup", path: "Sources/C/Clibcgroup", pkgConfig: "libcgroup",
            providers: [.apt(["libcgroup-dev"])]),
        .systemLibrary(
            name: "Clibcrypto", path: "Sources/C/Clibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: ["Evidence", "GuestProtocol", "Runs", "Scenario", "Study", .systemPackage],
            path: "Tests/TestSupport"),
        .executableTarget(
            name: "oomlab-garbage-guest", dependencies: ["GuestProtocolEmbedded", "CLinux"], path: "Tests/GarbageGuest",
            swiftSettings: guestSwift, linkerSettings: guestLinker),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "SafeTextTests", dependencies: ["SafeText", "Vocabulary"]),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(name: "FaultsTests", dependencies: ["Faults", "Vocabulary"]),
        .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "GuestProtocol"]),
        .testTarget(
            name: "RunsTests",
            dependencies: ["Evidence", "Faults", "GuestProtocol", "Record", "Runs", "TestSupport", .systemPackage]),
        .testTarget(name: "KernelLogTests", dependencies: ["KernelLog"], exclude: ["Golden"]),
        .testTarget(name: "VictimSelectionTests", dependencies: ["KernelLog", "VictimSelection", "Vocabulary"]),
        .testTarget(name: "ExplainTests", dependencies: ["Explain", "KernelLog"]),
        .testTarget(name: "ScenarioTests", dependencies: ["GuestProtocol", "Scenario", "Statistics", "Vocabulary"]),
        .testTarget(
            name: "StudyTests", dependencies: ["Evidence", "GuestProtocol", "Study", "TestSupport", "Vocabulary"]),
        .testTarget(
            name: "JudgeTests",
            dependencies: [
                "Evidence", "Faults", "GuestProtocol", "Judge", "Record", "Runs", "Scenario", "Study", "TestSupport",
                "Vocabulary",
            ]),
        .testTarget(
            name: "KernelsTests",
            dependencies: [
                "Evidence", "Faults", "GuestProtocol", "Kernels", "TestSupport", "Vocabulary", .systemPackage,
            ]),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "Digest", "Evidence", "Faults", "GuestProtocol", "HostFiles", "Lab", "Runs", "SafeText", "TestSupport",
                "Vocabulary", .subprocess, .systemPackage,
            ]),
        .testTarget(
            name: "MatrixTests",
            dependencies: [
                "Digest", "Evidence", "GuestProtocol", "Kernels", "Lab", "Matrix", "Record", "Runs", "Scenario",
                "TestSupport",
                "Vocabulary", .systemPackage,
            ]),
        .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Judge", "Record", "Vocabulary"]),
        .testTarget(name: "BisectionTests", dependencies: ["Bisection", "Record", "Statistics", "Vocabulary"]),
        .testTarget(
            name: "ReportTests",
            dependencies: [
                "Evidence", "Judge", "Ledger", "Record", "Report", "SafeText", "Scenario", "TestSupport", "Vocabulary",
            ], exclude: ["Golden", "Readers"]),
        .testTarget(
            name: "ArchiveTests",
            dependencies: [
                "Archive", "Faults", "HostFiles", "Judge", "Record", "Runs", "TestSupport", "Vocabulary",
                .systemPackage,
            ]),
        .testTarget(
            name: "DocumentationTests", dependencies: ["SafeText", "Scenario", "Vocabulary", "oomlab", .argumentParser]),
        .testTarget(
            name: "SlurmTests",
            dependencies: [
                "Evidence", "GuestProtocol", "Record", "Runs", "Scenario", "TestSupport", .subprocess, .systemPackage,
            ]),
        .testTarget(
            name: "LiveTests",
            dependencies: [
                "Evidence", "Faults", "GuestProtocol", "HostFiles", "Judge", "Kernels", "Lab", "Record", "Runs",
                "SafeText", "Scenario", "Study", "TestSupport", "Vocabulary", .subprocess, .systemPackage,
            ], exclude: ["Audits", "Faults"]),
    ],
    swiftLanguageModes: [.v6]
)
