import Testing

extension Live {
    /// A scenario that resets its own machine is no panic; one that crashes its kernel is.
    @Suite struct ResetTests {
        @Test(arguments: [("b", 2, "ERROR"), ("o", 2, "ERROR"), ("c", 1, "FAIL")])
        func sysrq(key: String, status: Int, word: String) async throws {
            let kernel = try await LiveKernels.kernel("6.18")
            try await Command.inScratch { command in
                try command.write(
                    "sysrq.yaml",
                    """
                    scenario: sysrq
                    claim: baseline
                    summary: The machine is reset in the middle of a run.
                    description: The machine is reset in the middle of a run.
                    machine: {memory: 256M}
                    groups:
                      - {name: arena, memory.max: 64M}
                    processes:
                      - {role: hog, workload: anon, group: arena, arguments: {size: 32M}}
                    steps:
                      - start: hog
                      - wait: {role: hog, state: ready}
                      - write: {path: /proc/sysrq-trigger, value: "\(key)"}
                      - observe: 1s
                    expect:
                      - {observation: kills, equals: 0, why: nobody runs out of memory}
                      - {observation: kernel_failure, equals: none, why: the kernel does what it is told}
                    """)
                let answer = try await command("run", "sysrq.yaml", "--kernel", kernel.name)
                let record = try #require(try command.records().first)
                #expect(answer.status == status && record.status.rawValue == word, "\(answer)")
                let words = word == "FAIL" ? "kernel_failure" : "in the step 'write \(key) to /proc/sysrq-trigger'"
                #expect(record.reason?.contains(words) == true, "\(record.reason ?? "")")
                #expect(record.ending.kind == "guestReset")
            }
        }
    }
}
