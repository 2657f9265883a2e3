import Foundation
import Judge
import Record
import Scenario
import TestSupport
import Testing
import Vocabulary

/// record.json has every key that CI jobs and dashboards rely on, under its public name, also where the value is absent.
@Suite struct RecordKeysTests {
    private func object(_ run: ImaginedRun) throws -> [String: Any] {
        let record = Judge.judge(
            run.facts, host: run.host,
            scenario: try .imagined(expect: [Scenario.expecting(kills: 1)]))
        return try #require(try JSONSerialization.jsonObject(with: record.encoded()) as? [String: Any])
    }

    private func expect(
        _ object: Any?, has keys: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let object = try #require(object as? [String: Any], sourceLocation: sourceLocation)
        let missing = keys.split(separator: " ").map(String.init).filter { object[$0] == nil }
        #expect(missing == [], sourceLocation: sourceLocation)
    }

    @Test func aKill() throws {
        var run = ImaginedRun.beforeTheKill()
        run.report(victim: 118, tasks: [(118, 9000, 0, "hog"), (119, 5000, 0, "small")], at: 2000)
        run.mark(118, at: 2000.5)
        run.file("/sys/fs/cgroup/arena/memory.events.local", "oom 0\n", at: 1001)
        run.file("/sys/fs/cgroup/arena/memory.events.local", "oom 1\n", at: 2001)
        run.afterTheKill()
        let record = try object(run)
        try expect(
            record,
            has: """
                schema id started wall_seconds guest_seconds status reason scenario seed kernel machine fingerprint \
                observations processes kills memory_events disagreements expectations samples
                """)
        #expect(record["schema"] as? String == "oomlab.run/1")
        try expect(record["scenario"], has: "name claim parameters")
        try expect(record["kernel"], has: "release version package sha256")
        try expect(record["machine"], has: "mode accelerator cpus memory_bytes qemu restored")
        let observations = try #require(record["observations"] as? [String: Any])
        #expect(Set(observations.keys) == Set(ObservationName.allCases.map(\.rawValue)))
        try expect(observations["kills"], has: "value unit")
        #expect(observations["oom_group_kill_events"] is NSNull)
        let process = (record["processes"] as? [Any])?.first
        try expect(process, has: "role pid tgid threads shares_mm_with cgroup oom_score_adj exit")
        try expect((process as? [String: Any])?["exit"], has: "signal code at_ns")
        let kill = (record["kills"] as? [[String: Any]])?.first
        try expect(
            kill, has: "at_ns kind invoker constraint oom_memcg task_memcg victim candidates predicted prediction")
        try expect(
            kill?["victim"],
            has: "pid name role rss_anon_kb rss_file_kb rss_shmem_kb pgtables_kb oom_score_adj")
        try expect(
            (kill?["candidates"] as? [Any])?.first,
            has: "pid role predicted_points kernel_points kernel_eligible eligible why")
        try expect(record["probes"], has: "badness reason")
        try expect(kill?["predicted"], has: "pid points runner_up")
        try expect((kill?["predicted"] as? [String: Any])?["runner_up"], has: "pid points")
        let events = record["memory_events"] as? [String: Any]
        try expect(events?["arena"], has: "low high max oom oom_kill oom_group_kill")
        try expect(events?["arena.local"], has: "low high max oom oom_kill oom_group_kill")
        let expectation = (record["expectations"] as? [Any])?.first
        try expect(expectation, has: "name observation op expected actual status kernels why")
        let disagreement = (record["disagreements"] as? [Any])?.first
        try expect(disagreement, has: "between what")
        try expect(record["samples"], has: "path")
    }

    /// Names of groups and parameters are data: a dash, a capital or an underscore in them survives.
    @Test func namesAreNotChanged() throws {
        var run = ImaginedRun.memcgKill()
        run.host.parameters = ["leader_sleeps": "1", "maxSize": "2", "a-b": "3"]
        run.plan.groups[0].name = Array("Top_group".utf8)
        run.events(oom: 1, kills: 1, group: "Top_group", at: 2500)
        let record = try object(run)
        let parameters = (record["scenario"] as? [String: Any])?["parameters"] as? [String: String]
        #expect(parameters == run.host.parameters)
        #expect((record["memory_events"] as? [String: Any])?.keys.contains("Top_group") == true)
        let encoded = try Judge.judge(run.facts, host: run.host, scenario: nil).encoded()
        #expect(try RunRecord(encoded: encoded).encoded() == encoded)
    }
}
