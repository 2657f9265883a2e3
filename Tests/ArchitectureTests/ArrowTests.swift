import Foundation
import Testing

/// Package.swift draws the architecture, and the import lines have to follow it.
@Suite struct ArrowTests {
    /// Modules of the system and the toolchain, which nobody declares.
    private static let given: Set = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization", "Testing",
    ]

    private let package = ArrowTests.read
    private static let read = Result { try PackageDescription.read() }

    @Test func whatIsImportedIsDeclaredAndNothingElse() throws {
        for target in try package.get().targets where target.type != "system" {
            let imports = try target.imports()
            let declared = Set(target.dependencies.map(\.name))
            for (module, file) in imports where !ArrowTests.given.contains(module) && !declared.contains(module) {
                Issue.record("\(target.name) imports \(module) (\(file)), which Package.swift doesn't let it")
            }
            for module in declared.subtracting(imports.keys).sorted() {
                Issue.record("Package.swift lets \(target.name) import \(module), and no file of it does")
            }
        }
    }

    /// A module stands in Package.swift below everything that it imports, so that reading down the file is reading up the arrows.
    @Test func arrowsPointDownwards() throws {
        let targets = try package.get().targets.filter { $0.type != "test" }
        let host = targets.filter { $0.folder.hasPrefix("Sources/Host/") }
        #expect(host.count > 20)
        let place = Dictionary(uniqueKeysWithValues: host.enumerated().map { ($0.element.name, $0.offset) })
        for (index, target) in host.enumerated() {
            for dependency in target.dependencies {
                guard let other = place[dependency.name] else { continue }
                #expect(other < index, "\(target.name) imports \(dependency.name), which stands below it")
            }
        }
    }

    /// The host never links the guest's code, and the other way round: what they share is the protocol alone.
    @Test func worldsShareTheProtocolOnly() throws {
        for target in try package.get().targets where target.type != "system" && target.type != "test" {
            let isHost = target.folder.hasPrefix("Sources/Host/")
            for dependency in target.dependencies.map(\.name) {
                #expect(!(isHost && ["CLinux", "Clibcgroup", "GuestProtocolEmbedded", "Turns"].contains(dependency)))
                if target.folder.hasPrefix("Sources/Guest/") || target.folder.hasPrefix("Sources/QEMU/") {
                    #expect(["CLinux", "Clibcgroup", "GuestProtocolEmbedded"].contains(dependency))
                }
            }
        }
    }
}
