import Faults
import Subprocess

/// Slurm's own commands, as a user has them.
struct SlurmClient: Sendable {
    /// A task that Slurm knows of no more counts as over.
    enum TaskState: Equatable, Sendable {
        case waiting, running
        /// It is over, in Slurm's word: COMPLETED, FAILED, CANCELLED, TIMEOUT, OUT_OF_MEMORY, NODE_FAIL.
        case over(String)
    }

    /// Submits a script as a job array and gives back the job's number. Throws `HostError` with Slurm's words where it refuses.
    func submit(_ script: String, options: [String]) async throws -> String {
        let answer = try await call("sbatch", ["--parsable"] + options, input: script)
        guard answer.succeeded else {
            throw HostError(
                "sbatch refused the job: \(answer.complaint)",
                remedy: "see what the partition allows with: scontrol show partition")
        }
        // On a federation the cluster's name follows behind a semicolon.
        let job = answer.output.prefix { $0.isNumber }
        guard !job.isEmpty else { throw HostError("sbatch gave no job number: \(answer.output)") }
        return String(job)
    }

    /// The state of each task of the array; none where Slurm has forgotten the job. Throws `HostError` where Slurm doesn't answer.
    func states(of job: String) async throws -> [Int: TaskState] {
        let answer = try await call(
            "squeue", ["--noheader", "--array", "--states=all", "--format=%K|%T", "--jobs=\(job)"])
        if answer.succeeded { return SlurmClient.states(answer.output) }
        if answer.complaint.contains("Invalid job id") { return [:] }
        // An interruption ends squeue too: that is no fault of Slurm's.
        try Task.checkCancellation()
        throw HostError("squeue doesn't answer: \(answer.complaint)", remedy: "see whether slurmctld runs")
    }

    /// Cancels every task of the array. Slurm sends SIGTERM first.
    func cancel(_ job: String) async throws { _ = try await call("scancel", [job]) }

    /// The most tasks that one array may have.
    func maximumArraySize() async throws -> Int {
        let answer = try await call("scontrol", ["show", "config"])
        guard answer.succeeded else {
            throw HostError("scontrol doesn't answer: \(answer.complaint)", remedy: "see whether slurmctld runs")
        }
        for line in answer.output.split(separator: "\n") where line.hasPrefix("MaxArraySize") {
            if let size = line.split(separator: "=").last.flatMap({ Int($0.filter(\.isNumber)) }), size > 1 {
                return size - 1
            }
        }
        return 1000
    }

    /// Reads squeue's lines `INDEX|STATE`.
    static func states(_ text: String) -> [Int: TaskState] {
        var states: [Int: TaskState] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 2, let index = Int(parts[0]) else { continue }
            states[index] = state(String(parts[1]))
        }
        return states
    }

    private static func state(_ word: String) -> TaskState {
        switch word {
        case "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT":
            .waiting
        case "RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING": .running
        default: .over(word)
        }
    }

    private struct Answer {
        let succeeded: Bool
        let output: String
        let complaint: String
    }

    private func call(_ program: String, _ arguments: [String], input: String = "") async throws -> Answer {
        do {
            let result = try await run(
                .name(program), arguments: Arguments(arguments), input: .string(input),
                output: .string(limit: 16 << 20),
                error: .string(limit: 1 << 20))
            let complaint = result.standardError.split(separator: "\n").last.map(String.init) ?? "no reason given"
            return Answer(
                succeeded: result.terminationStatus.isSuccess, output: result.standardOutput, complaint: complaint)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw HostError(
                "\(program) could not be run (\(error))",
                remedy: "install the package slurm-client, or leave out --engine slurm")
        }
    }
}
