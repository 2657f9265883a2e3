import Foundation
import Testing
@testable import Kernels

/// Debian's order of versions, held against dpkg's own answer.
@Suite struct DebianVersionTests {
    /// Versions of every shape: made of the parts that real ones have, in all combinations that a seed picks.
    static let versions: [String] = {
        let epochs = ["", "", "", "1:", "10:"]
        let upstreams = [
            "5.10.262", "6.1.192", "6.1.9", "6.12~rc7", "6.12", "6.12.0", "6.12+dfsg", "7.3.4", "7.3.4+deb13", "0",
            "00", "1a", "1.a", "1+", "1.0~~", "1.0~", "1.0~a", "1.0-x", "2026.11.30", "1.0.0.0", "9", "10",
            "1.2.3~exp1",
        ]
        let revisions = [
            "", "-1", "-1~bpo13+1", "-1~bpo12+1", "-2", "-10", "-1+b1", "-1~deb12u18", "-0", "-00", "-1~", "-1a",
            "-1.1",
        ]
        return epochs.flatMap { epoch in
            upstreams.flatMap { upstream in revisions.map { epoch + upstream + $0 } }
        }
    }()

    @Test func theOrderIsThatOfDpkg() throws {
        // A prime step walks through all pairs without repeating any.
        let count = Self.versions.count
        let pairs = (0..<3000).map { step in
            (Self.versions[(step * 577) % count], Self.versions[(step * 911 + step / count) % count])
        }
        let answers = try DebianVersionTests.dpkg(pairs)
        for ((left, right), answer) in zip(pairs, answers) {
            let (first, second) = (DebianVersion(left), DebianVersion(right))
            let ours = first < second ? "lt" : second < first ? "gt" : "eq"
            #expect(ours == answer, "\(left) and \(right)")
        }
    }

    /// dpkg's answer for each pair: lt, eq or gt.
    private static func dpkg(_ pairs: [(String, String)]) throws -> [String] {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        let script = """
            while read -r left right; do
                if dpkg --compare-versions "$left" lt "$right"; then echo lt
                elif dpkg --compare-versions "$left" gt "$right"; then echo gt
                else echo eq; fi
            done 2>/dev/null
            """
        shell.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        shell.standardInput = input
        shell.standardOutput = output
        try shell.run()
        let text = pairs.map { "\($0.0) \($0.1)\n" }.joined()
        let writer = Thread {
            try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try? input.fileHandleForWriting.close()
        }
        writer.start()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
