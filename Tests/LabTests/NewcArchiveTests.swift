import Foundation
import Testing

@testable import Lab

@Suite struct NewcArchiveTests {
    /// One entry as the kernel would read it.
    private struct Entry: Equatable {
        var name: String
        var mode: Int
        var inode: Int
        var modified: Int
        var content: [UInt8]
    }

    /// A reader of its own, after the kernel's description of the format.
    private func entries(_ archive: [UInt8]) -> [Entry] {
        var entries: [Entry] = []
        var position = 0
        while position + 110 <= archive.count {
            func field(_ index: Int) -> Int {
                let start = position + 6 + index * 8
                return Int(String(decoding: archive[start..<(start + 8)], as: UTF8.self), radix: 16) ?? -1
            }
            #expect(String(decoding: archive[position..<(position + 6)], as: UTF8.self) == "070701")
            let nameEnd = position + 110 + field(11)
            let name = String(decoding: archive[(position + 110)..<(nameEnd - 1)], as: UTF8.self)
            let start = (nameEnd + 3) & ~3
            let end = start + field(6)
            if name == "TRAILER!!!" { return entries }
            entries.append(
                Entry(
                    name: name, mode: field(1), inode: field(0), modified: field(5),
                    content: Array(archive[start..<end])))
            position = (end + 3) & ~3
        }
        Issue.record("no trailer")
        return entries
    }

    @Test func holdsTheGuestsPrograms() {
        let archive = GuestImage.archive(agent: [1, 2, 3], workload: [4], modules: [[5, 6], []])
        let entries = entries(archive)
        #expect(
            entries.map(\.name) == [
                "bin", "dev", "fridge", "modules", "proc", "sys", "tmp", "init", "bin/workload", "modules/0.ko",
                "modules/1.ko",
            ])
        #expect(entries.map(\.inode) == Array(1...11))
        #expect(entries.allSatisfy { $0.modified == 0 })
        #expect(entries[7].mode == 0o100755 && entries[7].content == [1, 2, 3])
        #expect(entries[9].mode == 0o100644 && entries[9].content == [5, 6])
        #expect(archive.count % 512 == 0)
        #expect(archive == GuestImage.archive(agent: [1, 2, 3], workload: [4], modules: [[5, 6], []]))
    }

    @Test func isKeptUnderItsHashAndMadeAgainWhereDamaged() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let programs = try fixture.programs()
        let image = try GuestImage.make(programs: programs, modules: [], cache: fixture.cache)
        #expect(image.path.lastComponent?.string == "\(image.sha256).cpio")
        try Data([0]).write(to: URL(fileURLWithPath: image.path.string))
        #expect(try GuestImage.make(programs: programs, modules: [], cache: fixture.cache) == image)
        #expect(try Data(contentsOf: URL(fileURLWithPath: image.path.string)).count == image.sizeBytes)
        #expect(try GuestImage.make(programs: programs, modules: [[1]], cache: fixture.cache) != image)
    }
}
