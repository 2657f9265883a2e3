import Foundation
import Testing

/// Job arrays on a real slurmctld, slurmd and munge; the machines are imagined.
@Suite(.serialized, .enabled(if: SlurmCluster.isWanted, "this host has no Slurm, or the test is not root"))
struct SlurmTests {
    private let arguments = [
        "run", "quiet.yaml", "--kernel", "toy", "--seed", "0..3", "--cold", "--engine", "slurm", "--resume",
    ]

    @Test func lostTasksAreErrorsAndResumeMakesOnlyThem() async throws {
        try await SlurmFixture.onACluster { fixture, cluster in
            try fixture.write("hang", "")
            let lost = try await fixture.run(arguments, on: cluster) { _ in
                _ = try await eventually("the task of seed 3 runs") { fixture.has("hangs") ? true : nil }
                // The others have left Slurm, verdict and all, so that the one that is left is the one that hangs.
                _ = try await eventually("one task is left") {
                    let tasks = try await cluster.call("squeue", "--noheader", "--array")
                    return fixture.names.count { !$0.hasPrefix(".") } == 3 && tasks.split(separator: "\n").count == 1
                        ? true : nil
                }
                // As on a node that runs out of memory: the task is gone before it can say a word.
                let task = try #require(fixture.processes(named: "run-task").first)
                kill(task, SIGKILL)
            }
            #expect(lost.status == 2, "\(lost)")
            #expect(lost.output.contains("was lost by Slurm (FAILED)"), "\(lost)")
            #expect(try fixture.records().map(\.seed).sorted() == [0, 1, 2])

            try fixture.remove("hang")
            let resumed = try await fixture.run(arguments, on: cluster)
            #expect(resumed.status == 0, "\(resumed)")
            #expect(resumed.errors.contains("3 of 4 runs are finished already; 1 to go"), "\(resumed)")
            let records = try fixture.records()
            #expect(records.map(\.seed).sorted() == [0, 1, 2, 3])
            #expect(records.allSatisfy { $0.status == .done && $0.kernel.release == "6.12.1-toy" })
            #expect(fixture.names.allSatisfy { !$0.hasPrefix(".") })
        }
    }

    @Test func anInterruptionCancelsTheArray() async throws {
        try await SlurmFixture.onACluster { fixture, cluster in
            try fixture.write("hang", "")
            let answer = try await fixture.run(arguments, on: cluster) { pid in
                _ = try await eventually("the task of seed 3 runs") { fixture.has("hangs") ? true : nil }
                kill(pid, SIGINT)
            }
            #expect(answer.status == 130, "\(answer)")
            #expect(answer.errors.contains("--engine slurm --resume"), "\(answer)")
            #expect(try await cluster.call("squeue", "--noheader") == "")
            #expect(fixture.names.allSatisfy { !$0.hasPrefix(".") })
        }
    }

    @Test func whatNoNodeHasIsRefused() async throws {
        try await SlurmFixture.onACluster { fixture, cluster in
            let answer = try await fixture.run(arguments + ["--memory", "8G"], on: cluster)
            #expect(answer.status == 2 && answer.errors.contains("sbatch refused the job"), "\(answer)")
            #expect(fixture.names.isEmpty)
        }
    }
}
