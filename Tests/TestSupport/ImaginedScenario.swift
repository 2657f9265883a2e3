import Scenario

extension Scenario {
    /// What an `ImaginedRun` is a run of: one hog in one group.
    ///
    /// - Parameters:
    ///   - expect: Its expectations, each a line of YAML.
    ///   - measured: For which other values they were measured, as a YAML map.
    public static func imagined(
        _ name: String = "imagined", needs: String = ">=5.10", expect: [String] = [], measured: String = "{}"
    ) throws -> Scenario {
        let expectations = expect.isEmpty ? "" : "expect:\n" + expect.map { "  - \($0)\n" }.joined()
        return try Scenario.parse(
            source: """
                scenario: \(name)
                claim: baseline
                summary: A hog dies.
                description: A hog dies.
                machine: {memory: 256M}
                needs: {kernel: "\(needs)"}
                measured: \(measured)
                groups:
                  - {name: arena, memory.max: 64M}
                processes:
                  - {role: hog, workload: anon, group: arena, arguments: {size: endless}}
                steps:
                  - start: hog
                  - observe: 2s
                \(expectations)
                """, file: "\(name).yaml")
    }

    /// An expectation about the number of kills.
    public static func expecting(kills: Int) -> String { "{observation: kills, equals: \(kills), why: one hog}" }
}
