import Faults
import Foundation
import Runs
import SystemPackage
import TestSupport
import Testing
@testable import Archive

/// Packages from people who mean no good, or from a line that was cut.
@Suite struct HostilePackageTests {
    /// A package that is put together by hand.
    struct Tarball {
        var bytes: [UInt8] = []

        mutating func add(_ path: String, _ content: [UInt8] = [], type: Character = "0", size: String? = nil) {
            var block = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                block.replaceSubrange(offset..<(offset + text.utf8.count), with: Array(text.utf8))
            }
            put(String(path.prefix(100)), at: 0)
            let digits = String(content.count, radix: 8)
            put(size ?? String(repeating: "0", count: 11 - digits.count) + digits, at: 124)
            put(String(type), at: 156)
            if type == "1" || type == "2" { put("/etc/passwd", at: 157) }
            put("ustar\u{0}00", at: 257)
            put("        ", at: 148)
            let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
            bytes += block + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }

        /// A whole run with this id, which is also its account's unless it's an `alien`; `leavingOut` is not in it.
        mutating func addRun(_ id: String, leavingOut: String = "", alien: Bool = false) throws {
            let golden = GoldenRun(name: "6.12-shared-mm").folder
            for name in RunFolder.neededFileNames where name != leavingOut {
                var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: golden.path.appending(name).string)))
                if name == "host.json", !alien {
                    let text = String(decoding: bytes, as: UTF8.self)
                    bytes = Array(text.replacing(try golden.host().id, with: id).utf8)
                }
                add("\(id)/\(name)", bytes)
            }
        }
    }

    /// Takes `bytes` in, and expects that it's refused, that nothing is left of it, and that nothing outside was touched.
    private func refuses(_ bytes: [UInt8], saying words: String, runs: Int = 0) throws {
        let fixture = try ArchiveFixture()
        let package = try fixture.write("package.tar", bytes)
        let file = try FileDescriptor.open(package, .readOnly)
        let error = #expect(throws: EvidenceError.self) {
            try file.closeAfter {
                var importing = PackageImport(file, named: "package.tar", into: fixture.results)
                try importing.run { _ in
                } refused: {
                    throw $0
                }
            }
        }
        #expect(error?.description.contains(words) == true, "\(error.map { "\($0)" } ?? "taken")")
        #expect(error?.description.utf8.allSatisfy { $0 >= 0x20 } == true)
        #expect(fixture.names(in: fixture.results).filter { !$0.contains("/") }.count == runs)
        #expect(
            fixture.names(in: fixture.home).filter { !$0.hasPrefix("results/") } == [
                "outside", "package.tar", "results",
            ])
    }

    @Test(arguments: [
        "../escape/plan", "/etc/cron.d/plan", "run/../plan", "run/../../plan", "run//plan", "./../run/plan", "plan",
        "run/plan/x",
        "run/passwd", "run/.hidden", ".partial-x/plan", "..", ".", "", "run/", "r\u{1b}[31mn/plan", "-rf/plan",
        "rün/plan", "run/PLAN",
        "run\\..\\plan", "run/plan ", String(repeating: "r", count: 99) + "/", "~/plan", "run/evidence.bin/",
    ])
    func paths(path: String) throws {
        var tarball = Tarball()
        tarball.add(path, [1, 2, 3])
        try refuses(tarball.bytes + [UInt8](repeating: 0, count: 1024), saying: "no file of a run")
    }

    @Test(arguments: ["1", "2", "3", "4", "6", "7", "x", "g", "L", "K", "S", "\u{7f}"] as [Character])
    func kinds(type: Character) throws {
        var tarball = Tarball()
        tarball.add("run/plan", type: type)
        try refuses(tarball.bytes, saying: "a link, a device or an extension")
    }

    @Test(arguments: [
        ("77777777777", "bytes"), ("-0000000001", "without a size"), ("9", "without a size"), ("", "without a size"),
        ("\u{0}0000000010", "without a size"), ("02000000001", "bytes"),
    ])
    func sizes(size: String, words: String) throws {
        var tarball = Tarball()
        tarball.add("run/plan", size: size)
        try refuses(tarball.bytes, saying: words)
    }

    @Test func incompleteAndRepeated() throws {
        let id = "20261124T120000Z-run"
        for name in RunFolder.neededFileNames {
            var tarball = Tarball()
            try tarball.addRun(id, leavingOut: name)
            try refuses(tarball.bytes + [UInt8](repeating: 0, count: 1024), saying: "lacks \(id)/\(name)")
        }
        var twice = Tarball()
        try twice.addRun(id)
        twice.add("\(id)/plan", [1])
        try refuses(twice.bytes + [UInt8](repeating: 0, count: 1024), saying: "\(id)/plan twice")
        var again = Tarball()
        try again.addRun(id)
        try again.addRun("other")
        again.add("\(id)/plan", [1])
        try refuses(
            again.bytes + [UInt8](repeating: 0, count: 1024), saying: "has the run \(id) twice", runs: 2)
        var alien = Tarball()
        try alien.addRun("another-id", alien: true)
        try refuses(alien.bytes + [UInt8](repeating: 0, count: 1024), saying: "host.json: is of another run")
    }

    @Test func filesThatAreNotWhatTheyShouldBe() throws {
        let id = "20261124T120000Z-run"
        for name in ["host.json", "plan", "scenario.yaml"] {
            var tarball = Tarball()
            try tarball.addRun(id, leavingOut: name)
            tarball.add("\(id)/\(name)", Array("\u{1b}[2J{".utf8))
            try refuses(tarball.bytes + [UInt8](repeating: 0, count: 1024), saying: "can't be judged")
        }
    }

    @Test(arguments: [("gzip", [0x1f, 0x8b]), ("zstd", [0x28, 0xb5, 0x2f, 0xfd])] as [(String, [UInt8])])
    func packed(program: String, magic: [UInt8]) throws {
        try refuses(magic + [UInt8](repeating: 9, count: 600), saying: "unpack it on the way: \(program)")
    }

    /// Cut anywhere, a package is refused, and no half of a run is left.
    @Test func cut() throws {
        var tarball = Tarball()
        try tarball.addRun("run")
        let count = tarball.bytes.count
        for length in [0, 1, 511, 512, 513, 1000, count / 3, count / 2, count - 513, count - 512, count - 1, count] {
            try refuses(Array(tarball.bytes.prefix(length)), saying: "ends inside")
        }
    }

    /// No byte that is changed makes the reader trap or write elsewhere.
    @Test func flipped() throws {
        var tarball = Tarball()
        tarball.add("run/plan", [1, 2, 3])
        tarball.bytes += [UInt8](repeating: 0, count: 1024)
        for offset in 0..<512 {
            var bytes = tarball.bytes
            bytes[offset] ^= 0x15
            // The space after the checksum is nobody's; without it the rest of the run is missing.
            try refuses(bytes, saying: offset == 155 ? "lacks run/" : "damaged header")
        }
    }
}
