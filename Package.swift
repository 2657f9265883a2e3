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

let package = Package(
    name: "oomlab",
    products: [
        .executable(name: "oomlab", targets: ["oomlab"]),
        .library(name: "KernelLog", targets: ["KernelLog"]),
        .library(name: "oomlab-turns", type: .dynamic, targets: ["Turns"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The command
        .executableTarget(
            name: "oomlab",
            dependencies: [
                "Scenario", "Lab", "Matrix", "Bisection", "Comparison", "Judge", "Report", "Explain", "ExplainPage",
                "Archive", "Evidence", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(
            name: "oomlab-bench",
            dependencies: [
                "Scenario", "Lab", "Evidence", "GuestProtocol", "Statistics",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Bench"),

        // From a question to a plan
        .target(name: "Vocabulary"),
        .target(
            name: "Scenario",
            dependencies: ["GuestProtocol", "Statistics", "Vocabulary", .product(name: "Yams", package: "Yams")]),

        // Between runs
        .target(name: "Statistics"),
        .target(name: "Bisection", dependencies: ["Judge", "Statistics", "Vocabulary"]),
        .target(name: "Comparison", dependencies: ["Judge", "Statistics", "Vocabulary"]),

        // Running
        .target(name: "GuestProtocol"),
        .target(
            name: "Evidence",
            dependencies: [
                "GuestProtocol", "Vocabulary", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Lab",
            dependencies: [
                "Evidence", "GuestProtocol", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .executableTarget(
            name: "oomlab-guard", dependencies: ["CLinux"], path: "Sources/VMGuard",
            swiftSettings: guestSwift, linkerSettings: guestLinker),
        .target(
            name: "Turns", dependencies: ["CLinux"], swiftSettings: guestSwift,
            linkerSettings: preloadedLinker),

        // From evidence to a verdict
        .target(name: "KernelLog"),
        .target(name: "VictimSelection", dependencies: ["KernelLog", "Vocabulary"]),
        .target(
            name: "Study", dependencies: ["KernelLog", "VictimSelection", "Evidence", "GuestProtocol", "Vocabulary"]),
        .target(name: "Judge", dependencies: ["Study", "Scenario", "Evidence", "GuestProtocol", "Vocabulary"]),
        .target(
            name: "Report",
            dependencies: [
                "Bisection", "Comparison", "Statistics", "Judge", "KernelLog", "Scenario", "Evidence", "Vocabulary",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(name: "Explain", dependencies: ["KernelLog", "VictimSelection", "Report", "Vocabulary"]),
        .target(
            name: "ExplainPage",
            dependencies: [
                "Explain", "VictimSelection", "Report", .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(
            name: "Matrix",
            dependencies: [
                "Scenario", "Lab", "Judge", "Evidence", "GuestProtocol", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),

        // Finished runs, found again
        .target(
            name: "Archive",
            dependencies: [
                "Lab", "Judge", "Scenario", "Evidence", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),

        // Inside the guest
        .target(name: "GuestProtocolEmbedded", path: "Sources/GuestProtocolEmbedded", swiftSettings: guestSwift),
        .executableTarget(
            name: "oomlab-agent", dependencies: ["GuestProtocolEmbedded", "CLinux", "Clibcgroup"],
            path: "Sources/GuestAgent", swiftSettings: guestSwift, linkerSettings: guestLinker),
        .executableTarget(
            name: "oomlab-workload", dependencies: ["CLinux"], path: "Workloads/Programs",
            swiftSettings: guestSwift, linkerSettings: guestLinker),
        .target(name: "CLinux", cSettings: [.define("_GNU_SOURCE")]),
        .systemLibrary(name: "Clibcgroup", pkgConfig: "libcgroup", providers: [.apt(["libcgroup-dev"])]),

        // Tests
        .target(
            name: "TestSupport", dependencies: ["Study", "Scenario", "Evidence", "GuestProtocol"],
            path: "Tests/TestSupport"),
        .executableTarget(
            name: "oomlab-garbage-guest", dependencies: ["GuestProtocolEmbedded", "CLinux"], path: "Tests/GarbageGuest",
            swiftSettings: guestSwift, linkerSettings: guestLinker),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(name: "ScenarioTests", dependencies: ["Scenario", "Statistics", "GuestProtocol", "Vocabulary"]),
        .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "GuestProtocol"]),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "Lab", "Evidence", "GuestProtocol", "Vocabulary", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .testTarget(
            name: "LiveTests",
            dependencies: [
                "Lab", "Scenario", "Judge", "Study", "Evidence", "GuestProtocol", "Vocabulary", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ], exclude: ["Audits", "Faults"]),
        .testTarget(
            name: "StudyTests", dependencies: ["Study", "Evidence", "GuestProtocol", "Vocabulary", "TestSupport"]),
        .testTarget(
            name: "JudgeTests", dependencies: ["Judge", "Study", "Scenario", "Evidence", "Vocabulary", "TestSupport"]),
        .testTarget(
            name: "ReportTests", dependencies: ["Report", "Judge", "Evidence", "Vocabulary", "TestSupport"],
            exclude: ["Golden", "Readers"]),
        .testTarget(
            name: "SlurmTests",
            dependencies: [
                "Evidence", "GuestProtocol", "Judge", "Scenario", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "ArchiveTests",
            dependencies: [
                "Archive", "Lab", "Judge", "Evidence", "Vocabulary", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(name: "BisectionTests", dependencies: ["Bisection", "Judge", "Statistics", "Vocabulary"]),
        .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Judge", "Vocabulary"]),
        .testTarget(
            name: "MatrixTests",
            dependencies: [
                "Matrix", "Lab", "Scenario", "Judge", "Evidence", "GuestProtocol", "Vocabulary", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(name: "KernelLogTests", dependencies: ["KernelLog"], exclude: ["Golden"]),
        .testTarget(name: "VictimSelectionTests", dependencies: ["VictimSelection", "KernelLog", "Vocabulary"]),
        .testTarget(name: "ExplainTests", dependencies: ["Explain", "KernelLog"]),
        .testTarget(name: "ExplainPageTests", dependencies: ["ExplainPage", "Explain"]),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "oomlab", "Scenario", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
