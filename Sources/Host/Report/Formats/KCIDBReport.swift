import Foundation
import Record
import SafeText
import Vocabulary

/// KCIDB's JSON, schema version 5.3: kernels as checkouts and builds, runs as tests. Its statuses are ours.
public enum KCIDBReport {
    private static let origin = "oomlab"

    /// The whole report. Throws where a number can't be written as JSON.
    public static func text(_ records: [RunRecord]) throws -> String {
        var kernels: [String] = []
        var byKernel: [String: RunRecord] = [:]
        for record in records where byKernel[id(of: record.kernel)] == nil {
            kernels.append(id(of: record.kernel))
            byKernel[id(of: record.kernel)] = record
        }
        let names = ResultName.names(records)
        let report = Report(
            checkouts: kernels.compactMap { id in byKernel[id].map { checkout($0.kernel) } },
            builds: kernels.compactMap { id in byKernel[id].map { build($0.kernel) } },
            tests: try zip(records, names).map(test))
        return try JSONText.text(report, keys: .convertToSnakeCase) + "\n"
    }

    // MARK: The schema's objects, as far as they are used. Absent keys are left out: the schema knows no null.

    private struct Report: Encodable {
        struct Version: Encodable {
            let major = 5
            let minor = 3
        }

        let version = Version()
        let checkouts: [Checkout]
        let builds: [Build]
        let tests: [Test]
    }

    private struct Checkout: Encodable {
        let id: String
        let origin = KCIDBReport.origin
        let comment: String
        let valid = true
    }

    private struct Build: Encodable {
        struct Misc: Encodable {
            let release: String
            let package: String?
            let sha256: String
        }

        let id: String
        let checkoutId: String
        let origin = KCIDBReport.origin
        let architecture = "x86_64"
        let comment: String
        let status = "PASS"
        let misc: Misc
    }

    private struct Test: Encodable {
        struct Environment: Encodable {
            let comment: String
        }

        struct Misc: Encodable {
            let name: String
            let seed: UInt64
            let fingerprint: String
            let parameters: [String: String]
            let observations: [String: RunRecord.Observation]
            let expectations: [String]
            let reproduce: String
        }

        let id: String
        let buildId: String
        let origin = KCIDBReport.origin
        let path: String
        let status: String
        let comment: String
        let startTime: String?
        let duration: Double
        let environment: Environment
        let logExcerpt: String
        let misc: Misc
    }

    /// By the image, since releases are built more than once.
    private static func id(of kernel: RunRecord.Kernel) -> String {
        let image = kernel.sha256.isEmpty ? "" : "-" + ResultName.word(String(kernel.sha256.prefix(64)))
        return "\(origin):\(ResultName.word(kernel.release))\(image)"
    }

    private static func checkout(_ kernel: RunRecord.Kernel) -> Checkout {
        Checkout(id: id(of: kernel), comment: Plain.text(kernel.version))
    }

    private static func build(_ kernel: RunRecord.Kernel) -> Build {
        Build(
            id: id(of: kernel), checkoutId: id(of: kernel), comment: Plain.text(kernel.version),
            misc: Build.Misc(
                release: Plain.text(kernel.release), package: kernel.package.map(Plain.text),
                sha256: Plain.text(kernel.sha256)))
    }

    private static func test(_ record: RunRecord, _ name: String) throws -> Test {
        let machine = record.machine
        let run = record.id.isEmpty ? "\(name).not-started" : ResultName.word(record.id)
        return Test(
            id: "\(origin):\(run)", buildId: id(of: record.kernel), path: path(record), status: record.status.rawValue,
            comment: KeyNumbers.words([record]).map(Plain.text).joined(separator: ", "),
            startTime: record.started.isEmpty ? nil : record.started, duration: record.wallSeconds,
            environment: Test.Environment(
                comment: Plain.text(
                    "QEMU \(machine.qemu), \(machine.mode), \(machine.cpus) CPU, \(machine.memoryBytes) bytes")),
            logExcerpt: ResultText.lines(record).joined(separator: "\n"),
            misc: Test.Misc(
                name: name, seed: record.seed, fingerprint: Plain.text(record.fingerprint),
                parameters: plain(record.scenario.parameters),
                observations: record.observations.compactMapValues { $0.map(plain) },
                expectations: record.expectations.map(ResultText.line), reproduce: ReproduceLine.text(for: record)))
    }

    /// The tree of tests: `oomlab.CLAIM.SCENARIO`, of letters, digits, `_` and `-`.
    private static func path(_ record: RunRecord) -> String {
        [origin, record.scenario.claim, record.scenario.name].map { part in
            let safe = String(
                part.unicodeScalars.prefix(100).map { scalar -> Character in
                    let byte = UInt8(exactly: scalar.value) ?? 0
                    let fits =
                        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    return fits || byte == 0x2d ? Character(scalar) : "_"
                })
            return safe.isEmpty ? "none" : safe
        }.joined(separator: ".")
    }

    // MARK: Harmless texts

    private static func plain(_ parameters: [String: String]) -> [String: String] {
        Dictionary(
            parameters.map { (Plain.text($0.key), Plain.text($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func plain(_ observation: RunRecord.Observation) -> RunRecord.Observation {
        var observation = observation
        switch observation.value {
        case .word(let word): observation.value = .word(Plain.text(word))
        case .words(let words): observation.value = .words(words.map(Plain.text))
        case .count, .number, .flag: break
        }
        return observation
    }
}
