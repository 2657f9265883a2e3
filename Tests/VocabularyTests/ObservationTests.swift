import Foundation
import Testing
import Vocabulary

@Suite struct ObservationTests {
    @Test(
        arguments: [
            (.count(3), "3"), (.number(0.5), "0.5"), (.flag(true), "true"), (.word("reaped"), "\"reaped\""),
            (.words(["hog", "pusher"]), "[\"hog\",\"pusher\"]"), (.words([]), "[]"), (.count(-1), "-1"),
        ] as [(ObservationValue, String)])
    func isPlainJSON(value: ObservationValue, json: String) throws {
        #expect(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(ObservationValue.self, from: Data(json.utf8)) == value)
    }

    @Test func aFlagIsNoNumber() throws {
        #expect(try JSONDecoder().decode(ObservationValue.self, from: Data("1".utf8)) == .count(1))
        #expect(!ObservationValue.flag(true).matches(.count(1)))
    }

    @Test func countsMatchEqualNumbers() {
        #expect(ObservationValue.count(2).matches(.number(2)))
        #expect(!ObservationValue.count(2).matches(.number(2.5)))
        #expect(!ObservationValue.word("2").matches(.count(2)))
    }

    @Test(arguments: ["{}", "null", "[1]", "[\"a\", null]"])
    func refusesOtherJSON(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ObservationValue.self, from: Data(text.utf8))
        }
    }

    /// Names that other programs rely on: one may come, none may go.
    @Test func namesOfTheContractStay() {
        let names = Set(ObservationName.allCases.map(\.rawValue))
        let relied: Set = [
            "kills", "victims", "first_victim", "sigkilled", "bystanders_killed", "innocents_killed",
            "further_deaths", "prediction_matches", "kernel_points_matches", "tasks_listed", "ready", "exited",
            "failed", "oom_events", "oom_kill_events", "oom_group_kill_events", "stalled", "standstill_ms",
            "watched_ms", "kill_to_exit_ms", "threads_left", "kill_to_release_ms", "released_bytes",
            "pinned_bytes", "pinned_by_dead_bytes", "released_by_dead_bytes", "peak_bytes", "reaper",
            "reaper_turn", "kill_to_reap_ms", "reserve_use_pages", "reserve_free_pages", "reserve_min_pages",
            "pcp_pages", "highatomic_pages", "reserve_user", "reserve_flags", "allocation_failures",
            "workload_seconds", "instructions", "kernel_failure",
        ]
        #expect(relied.subtracting(names).isEmpty)
        #expect(ObservationName.allCases.allSatisfy { ($0.kind == .word) == !$0.words.isEmpty })
    }

    @Test func statusesAreThoseOfTheContract() {
        #expect(RunStatus.allCases.map(\.rawValue) == ["PASS", "FAIL", "ERROR", "SKIP", "DONE"])
    }
}
