import Archive
import Foundation
import GuestProtocol
import Runs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// libFuzzer's target (`scripts/fuzz package`): a tarball that may come from anybody, taken in as `oomlab results import` does. Nothing traps, and
/// nothing is left outside of the results folder or in a name of its own choosing.
///
/// Headers get right checksums before, else nearly every mutation would end there.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPackage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 0 else { return 0 }
    let bytes = Tarball.sealed(Array(UnsafeBufferPointer(start: start, count: count)))
    let results = Workplace.results
    defer { Workplace.empty() }
    do {
        let input = try Workplace.input(bytes)
        defer { try? input.close() }
        var importing = PackageImport(input, named: "package.tar", into: FilePath(results))
        try importing.run { outcome in
            precondition(outcome.folder.path.removingLastComponent() == FilePath(results))
        } refused: { reason in
            _ = "\(reason)"
        }
    } catch {
        // What is wrong with it is said; that it can be said is the point.
        _ = "\(error)"
    }
    let left = (try? FileManager.default.contentsOfDirectory(atPath: Workplace.folder)) ?? []
    precondition(left == ["results"], "left beside the results: \(left)")
    return 0
}

/// Fields of headers, blocks twice or not at all, numbers in the files; else libFuzzer's own mutations.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutatePackage(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    mutate(data, size, maximum, seed) { mutation, bytes in
        guard bytes.count >= 1024 else { return false }
        let block = mutation.next(bytes.count / 512) * 512
        switch mutation.next(8) {
        case 0: Tarball.put(mutation.pick(Tarball.names), at: block, room: 100, in: &bytes)
        case 1:
            Tarball.put(
                mutation.pick(["00000000000", "77777777777", "00000001000", "-1", "", "\u{80}\u{80}"]), at: block + 124,
                room: 12, in: &bytes)
        case 2: bytes[block + 156] = UInt8(mutation.next(256))
        case 3:
            bytes.insert(contentsOf: Array(bytes[block..<(block + 512)]), at: mutation.next(bytes.count / 512) * 512)
        case 4: bytes.removeSubrange(block..<(block + 512))
        case 5: mutation.replaceNumber(in: &bytes)
        case 6: mutation.replaceText(in: &bytes)
        default: return false
        }
        return true
    }
}

/// Writes packages of the golden runs, with thinned evidence, into the folder that the variable names.
@_cdecl("LLVMFuzzerInitialize")
public func writeSeeds(_ count: UnsafeMutablePointer<CInt>?, _ words: UnsafeMutableRawPointer?) -> CInt {
    guard let seeds = ProcessInfo.processInfo.environment["OOMLAB_FUZZ_SEEDS"] else { return 0 }
    for run in GoldenInput.all {
        let copy = "\(Workplace.folder)/\(run.input.host.id)"
        do {
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for name in ["host.json", "plan", "scenario.yaml"] {
                try FileManager.default.copyItem(atPath: "Tests/Golden/\(run.name)/\(name)", toPath: "\(copy)/\(name)")
            }
            try Data(Reframing.reframed(Reframing.thinned(run.input.evidence)))
                .write(to: URL(fileURLWithPath: "\(copy)/evidence.bin"))
            var tarball: [UInt8] = []
            try RunPackage.write([RunFolder(path: FilePath(copy))]) { tarball += $0 }
            try Data(tarball).write(to: URL(fileURLWithPath: "\(seeds)/\(run.name)"))
            try FileManager.default.removeItem(atPath: copy)
        } catch {
            preconditionFailure("\(run.name): \(error)")
        }
    }
    return 0
}

/// Where packages are taken in: a folder of this process, which `scripts/fuzz` takes away.
private enum Workplace {
    static let folder: String = {
        let folder = NSTemporaryDirectory() + "/oomlab-fuzz-\(getpid())"
        mkdir(folder, 0o700)
        return folder
    }()
    static var results: String { folder + "/results" }
    /// A file without a name, rewritten for every package.
    private static let file = FilePath(folder).appending("input")

    static func input(_ bytes: [UInt8]) throws -> FileDescriptor {
        try FileManager.default.createDirectory(atPath: results, withIntermediateDirectories: true)
        let input = try FileDescriptor.open(
            file, .readWrite, options: [.create, .truncate], permissions: [.ownerReadWrite])
        unlink(file.string)
        try input.writeAll(bytes)
        try input.seek(offset: 0, from: .start)
        return input
    }

    static func empty() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: results)) ?? [] {
            try? FileManager.default.removeItem(atPath: "\(results)/\(name)")
        }
    }
}

/// Headers of tarballs, as far as a mutation needs to know them.
private enum Tarball {
    static let names = [
        "../../etc/passwd", "/etc/passwd", "a/evidence.bin", ".hidden/plan", "a/../plan", "a\u{1b}]0;x\u{7}/plan", "",
        "a/", "./a/plan",
        "a/b/plan", "a/scenario.yaml", "a/host.json", String(repeating: "x", count: 100),
    ]

    static func put(_ text: String, at offset: Int, room: Int, in bytes: inout [UInt8]) {
        for index in 0..<room where offset + index < bytes.count {
            bytes[offset + index] = index < text.utf8.count ? Array(text.utf8)[index] : 0
        }
    }

    /// With right checksums in every block that a reader takes for a header.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var block = 0
        while block + 512 <= bytes.count, bytes[block..<(block + 512)].contains(where: { $0 != 0 }) {
            for index in 148..<156 { bytes[block + index] = UInt8(ascii: " ") }
            let sum = bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }
            let digits = String(sum, radix: 8)
            put(
                String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "\0 ", at: block + 148, room: 8,
                in: &bytes)
            let size = Int(
                String(decoding: bytes[(block + 124)..<(block + 135)].filter { $0 != 0 }, as: UTF8.self), radix: 8)
            block += 512 + ((max(0, min(size ?? 0, 1 << 32)) + 511) / 512) * 512
        }
        return bytes
    }
}
