import Foundation
import Runs
import Study
import Testing

extension Live {
    /// Once the pressure is on, the recorder asks the kernel for no page: it can neither wait for memory nor call for the OOM killer. Told by the page
    /// allocator's own trace event, which shows the actor's pages too, so that a trace that shows nothing is noticed.
    @Suite struct QuietRecorderTests {
        private static let kernels = ["5.10", "6.1", "6.12", "6.17", "6.18", "newest"]

        @Test(arguments: kernels)
        func allocatesNothing(kernel: String) async throws {
            let installed = try await LiveKernels.kernel(kernel)
            let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            let files = ["quiet-group", "quiet-machine"].map { folder.appendingPathComponent("Audits/\($0).yaml").path }
            try await Command.inScratch { command in
                let answer = try await command.run(["run"] + files + ["--kernel", installed.name])
                #expect(answer.status == 0, "\(answer)")
                let runs = command.names().filter { !$0.hasPrefix(".") }
                #expect(runs.count == 2)
                for run in runs {
                    let path = command.folder.appending("results/runs").appending(run)
                    let pages = try Self.pageAllocations(in: RunFolder(path: path))
                    #expect(pages.filter { $0.tid == 1 }.isEmpty, "\(pages)")
                    #expect(pages.contains { $0.comm == "oomlab-actor" })
                }
            }
        }

        private static func pageAllocations(in folder: RunFolder) throws -> [TraceEvent] {
            var trace: [UInt8] = []
            for entry in try folder.evidence().entries {
                if case .trace(let piece) = entry.record { trace += piece }
            }
            return TraceParser.parse(trace).events.filter { $0.name == "mm_page_alloc" }
        }
    }
}
