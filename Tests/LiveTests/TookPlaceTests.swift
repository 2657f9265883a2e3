import Foundation
import SystemPackage
import Testing
import Vocabulary

extension Live {
    /// A run in which the experiment did not take place says nothing about its kernel, and says what went wrong instead. The scenarios lie in `Faults`.
    @Suite struct TookPlaceTests {
        /// What a scenario ends in, and what its reason has to name.
        struct Fault: Sendable, CustomTestStringConvertible {
            let name: String
            var kernel = "6.18"
            var status = RunStatus.error
            let words: [String]
            var testDescription: String { name }
        }

        static let faults = [
            Fault(
                name: "timedout",
                words: [
                    "step 2", "wait until slow is ready", "ran out after",
                    "role 'slow' (anon) is still there, never ready",
                ]),
            Fault(
                name: "wait-timeout",
                words: ["step 2", "wait until hog has exited", "ran out after", "role 'hog' (anon)"]),
            Fault(
                name: "vacuous", words: ["role 'dd' (file) left with status 1 before it was ready", "zram", "ENOENT"]),
            Fault(
                name: "io-uring-off", words: ["role 'hog' (io-uring) left with status 1", "io_uring_setup", "EPERM"]),
            Fault(
                name: "hugetlb-none", words: ["role 'hog' (hugetlb) left with status 1", "mmap", "32 MiB", "ENOMEM"]),
            Fault(
                name: "no-overcommit", words: ["role 'query' (anon) left with status 1", "mmap of 400 MiB", "ENOMEM"]),
            Fault(
                name: "kill-segv", words: ["role 'hog' (anon) was ended by SIGSEGV", "step 2", "send signal 11 to hog"]),
            Fault(
                name: "pressure", kernel: "5.10", status: .skip, words: ["this kernel (5.10", "has no cgroup.pressure"]),
        ]

        @Test(arguments: faults)
        func saysWhatWentWrong(fault: Fault) async throws {
            let kernel = try await LiveKernels.kernel(fault.kernel)
            let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            let file = folder.appendingPathComponent("Faults/\(fault.name).yaml").path
            try await Command.inScratch { command in
                let answer = try await command("run", file, "--kernel", kernel.name)
                let record = try #require(try command.records().first)
                #expect(record.status == fault.status && answer.status == (fault.status == .skip ? 4 : 2), "\(answer)")
                for words in fault.words {
                    #expect(record.reason?.contains(words) == true, "no '\(words)' in: \(record.reason ?? "")")
                }
                let shown = try await command("results", "show", record.id)
                if fault.status == .error {
                    #expect(shown.output.contains("\nsteps\n  1. "), "\(shown.output)")
                }
            }
        }
    }
}
