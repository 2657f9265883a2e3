import GuestProtocol
import Statistics
import Testing
import Vocabulary

@testable import Scenario

@Suite struct ScenarioTests {
    @Test func readsEverything() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        #expect(scenario.name == "example")
        #expect(scenario.description == "What happens: 8 threads.\n")
        #expect(scenario.machine.memoryBytes == 512 << 20)
        #expect(scenario.machine.cpus == 2)
        #expect(scenario.machine.modules == ["zram"])
        #expect(scenario.machine.commandLine == ["transparent_hugepage=never"])
        #expect(scenario.needs.controllers == ["memory", "pids"])
        #expect(scenario.needs.features == ["psi", "freezer_v1"])
        #expect(scenario.parameters.map(\.name) == ["threads", "size", "double"])
        #expect(scenario.parameters.map(\.value) == ["8", "90M", "8"])
        #expect(scenario.groups.map(\.name) == ["arena", "fridge", "arena/inner"])
        #expect(scenario.deadline == .seconds(20))
        #expect(scenario.expectations[0].name == "threads_left.atLeast")
        #expect(scenario.expectations[3].expected == [.count(1), .count(9)])
        #expect(scenario.expectations[4].expected == [.count(16 << 20)])
        #expect(scenario.source == goodSource)
    }

    @Test func planIsFlat() throws {
        let plan = try Scenario.parse(source: goodSource, file: "x.yaml").plan()
        #expect(plan.cpus == 2)
        #expect(plan.deadlineNs == 20_000_000_000)
        #expect(plan.samplingIntervalNs == 10_000_000)
        #expect(plan.settings == [FileWrite(path: bytes("/proc/sys/vm/oom_dump_tasks"), value: bytes("0"))])
        #expect(plan.groups[0].settings.map(\.value) == [bytes("134217728"), bytes("100")])
        #expect(plan.groups[1].hierarchy == .freezerV1)
        #expect(plan.processes.map(\.role) == [bytes("hog"), bytes("small-1"), bytes("small-2")])
        #expect(plan.processes[0].arguments.prefix(2) == [bytes("size=94371840"), bytes("threads=8")])
        #expect(plan.processes[1].arguments.first == bytes("size=endless"))
        #expect(plan.processes.map(\.oomScoreAdj) == [0, -500, -500])
        #expect(plan.processes.map(\.group) == [2, 2, 2])
        #expect(
            plan.steps == [
                .start(process: 0), .waitProcess(process: 0, state: .ready, timeoutNs: 20_000_000_000),
                .freeze(process: 0, group: 1, timeoutNs: 20_000_000_000), .start(process: 1), .start(process: 2),
                .waitGroup(group: 0, state: .oomKill, timeoutNs: 2_000_000_000), .snapshot,
                .write(FileWrite(path: bytes("/proc/sysrq-trigger"), value: bytes("f"))), .sleep(ns: 200_000_000),
                .observe(ns: 5_000_000_000), .thaw(group: 1), .kill(process: 1, signal: 15),
                .kill(process: 2, signal: 15),
            ])
        #expect(Plan(encoded: plan.encoded()) == plan)
    }

    @Test(arguments: [("", UInt64(100_000_000)), (", settle: 1s", 1_000_000_000), (", settle: 0", 0)])
    func anObservationMayEndWithARole(settle: String, settleNs: UInt64) throws {
        let source = goodSource.replacing(
            "observe: 5s", with: "observe: {for: 5s, until: {role: small, state: exited}\(settle)}")
        let scenario = try Scenario.parse(source: source, file: "x.yaml")
        let plan = try scenario.plan()
        #expect(plan.steps.contains(.observe(ns: 5_000_000_000, until: [1, 2], settleNs: settleNs)))
        #expect(Plan(encoded: plan.encoded()) == plan)
        let text = ScenarioText(scenario).description
        #expect(text.contains("after small has exited (at most 5s)"))
    }

    @Test func groupsWithACountGiveEachProcessItsOwn() throws {
        let fridge = "{name: fridge, freezer: v1}"
        let cells = "\n  - {name: cell, count: 2, memory.max: 4M}"
        let source = goodSource.replacing(fridge, with: fridge + cells).replacing(
            "group: arena/inner, count: 2", with: "group: cell, count: 2"
        )
        .replacing("- thaw: fridge", with: "- thaw: cell\n  - freeze: {role: small}")
        let scenario = try Scenario.parse(source: source, file: "x.yaml")
        let plan = try scenario.plan()
        #expect(plan.groups.map(\.name) == ["arena", "fridge", "cell-1", "cell-2", "arena/inner"].map(bytes))
        #expect(plan.processes.map(\.group) == [4, 2, 3])
        #expect(plan.groups[3].settings.map(\.value) == [bytes("4194304")])
        #expect(plan.steps.contains(.thaw(group: 2)) && plan.steps.contains(.thaw(group: 3)))
        let freezes = plan.steps.suffix(4).prefix(2)
        #expect(
            Array(freezes) == [
                .freeze(process: 1, group: 2, timeoutNs: 20_000_000_000),
                .freeze(process: 2, group: 3, timeoutNs: 20_000_000_000),
            ])
        #expect(ScenarioText(scenario).description.contains("cell ×2  memory.max=4M"))
    }

    @Test func parametersReachThePlan() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let plan = try scenario.applying(set: ["threads": "3", "size": "1M"]).plan(cpus: 4)
        #expect(plan.processes[0].arguments.prefix(2) == [bytes("size=1048576"), bytes("threads=3")])
        #expect(plan.cpus == 4)
        let applied = try scenario.applying(set: ["threads": "3"])
        #expect(applied.parameters.map(\.value) == ["3", "90M", "3"])
        #expect(applied.parameters.map(\.defaultValue) == ["8", "90M", "8"])
        #expect(applied.expectations[3].expected == [.count(1), .count(4)])
    }

    @Test(arguments: [
        (
            ["thread": "3"],
            "--set thread=3: the scenario has no parameter 'thread'; it has threads, size, double (did you mean 'threads'?)"
        ),
        (["threads": "many"], "x.yaml:18: 'threads' must be a whole number, and is 'many'"),
        (["size": "-5M"], "x.yaml:18: 'size' must be a size such as 64M, and is '-5M'"),
    ])
    func refusesParameters(set: [String: String], message: String) throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let errors = #expect(throws: ScenarioErrors.self) { try scenario.applying(set: set).plan() }
        #expect(errors?.errors.first?.description == message)
    }

    @Test func aSmallerMachineIsCheckedAgain() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let errors = #expect(throws: ScenarioErrors.self) { try scenario.applying(set: [:], memory: 96 << 20).plan() }
        #expect(
            errors?.description
                == "x.yaml:14: 'memory.max' is 128M, which a machine of 96M never reaches")
        #expect(throws: ScenarioErrors.self) { try scenario.applying(set: [:], memory: 1).plan() }
        #expect(throws: ScenarioErrors.self) { try scenario.plan(cpus: 0) }
    }

    @Test func twinLeavesTheIngredientOut() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let twin = try #require(scenario.twin)
        #expect(twin.name == "example-twin")
        #expect(twin.summary == "Without the fridge.")
        #expect(twin.parameters.map(\.value) == ["1", "90M", "1"])
        #expect(twin.steps.count == scenario.steps.count - 2)
        #expect(twin.expectations.map(\.observation) == [.stalled])
        #expect(twin.twin == nil)
        #expect(twin.source == goodSource)
        #expect(try Scenario.parse(source: goodSource, file: "x.yaml", name: "example-twin") == twin)
        #expect(throws: ScenarioErrors.self) { try twin.applying(set: ["threads": "4"]).plan() }
        // A saved run says every parameter, the twin's own included.
        #expect(try twin.applying(set: ["threads": "1", "size": "90M"]).parameters == twin.parameters)
        #expect(try twin.applying(set: ["size": "1M"]).plan().processes[0].arguments.first == bytes("size=1048576"))
        #expect(throws: ScenarioErrors.self) { try Scenario.parse(source: goodSource, file: "x.yaml", name: "other") }
    }
}

@Suite struct SeedTests {
    @Test func seedsAreDeterministicAndDifferent() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let plain = try scenario.plan()
        var seen = [plain.encoded()]
        for seed in 1...20 as ClosedRange<UInt64> {
            let plan = try scenario.plan(seed: seed)
            #expect(plan == (try scenario.plan(seed: seed)))
            #expect(plan.seed == seed)
            #expect(!seen.contains(plan.encoded()))
            seen.append(plan.encoded())
            // What a seed may change, and nothing else.
            let steps = plan.steps.filter { if case .sleep(let ns) = $0 { ns > 3_000_000 } else { true } }
            #expect(steps == plain.steps)
            #expect(plan.groups == plain.groups)
            let size = UInt64(String(decoding: plan.processes[0].arguments[0].dropFirst(5), as: UTF8.self)) ?? 0
            #expect(size % 4096 == 0 && size >= 94_371_840 - 16384 && size <= 94_371_840 + 16384)
            #expect(plan.processes[1].arguments == plain.processes[1].arguments)
        }
    }

    @Test func placesProcessesWhereThereAreProcessors() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        #expect(try scenario.plan(cpus: 4).processes.allSatisfy { $0.cpu == nil })
        #expect(try scenario.plan(seed: 3, cpus: 1).processes.allSatisfy { $0.cpu == nil })
        var seen: Set<UInt32> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            let plan = try scenario.plan(seed: seed, cpus: 4)
            seen.formUnion(plan.processes.compactMap(\.cpu))
            #expect(plan.processes.allSatisfy { ($0.cpu ?? 9) < 4 })
            #expect(Plan(encoded: plan.encoded()) == plan)
        }
        #expect(seen == [0, 1, 2, 3])
    }

    @Test func shufflesThreadsWhereThereAreSome() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        let orders = try (1...8 as ClosedRange<UInt64>).map { seed in
            let arguments = try scenario.plan(seed: seed).processes[0].arguments
            return arguments.filter { $0.starts(with: bytes("order=")) }
        }
        #expect(orders.allSatisfy { $0.count == 1 } && Set(orders).count == 8)
        #expect(try !scenario.plan().processes[0].arguments.contains { $0.starts(with: bytes("order=")) })
    }

    @Test func aPlanWithoutPlacementIsTheSameBytesAsEver() throws {
        var plan = try Scenario.parse(source: goodSource, file: "x.yaml").plan()
        plan.needs = []
        let plain = plan.encoded()
        plan.processes[1].cpu = 1
        let placed = plan.encoded()
        #expect(placed.starts(with: plain) && placed.count == plain.count + 8 + 4 + 4 * plan.processes.count)
        #expect(Plan(encoded: placed) == plan)
        #expect(Plan(encoded: Array(placed.dropLast())) == nil && Plan(encoded: plain + [0]) == nil)
    }

    @Test func probesStandBehindPlacement() throws {
        var plan = try Scenario.parse(source: goodSource, file: "x.yaml").plan()
        plan.needs = []
        let plain = plan.encoded()
        plan.probes = [bytes("p:oomlab/badness a"), bytes("p:oomlab/badness b")]
        let probed = plan.encoded()
        #expect(probed.starts(with: plain) && Plan(encoded: probed) == plan)
        #expect(Plan(encoded: Array(probed.dropLast())) == nil)
    }

    @Test func probesAreOnUnlessTurnedOff() throws {
        let scenario = try Scenario.parse(source: goodSource, file: "x.yaml")
        #expect(scenario.machine.probes == .badness)
        let off = goodSource.replacing("machine: {", with: "machine: {probes: none, ")
        #expect(try Scenario.parse(source: off, file: "x.yaml").machine.probes == .none)
        let wrong = goodSource.replacing("machine: {", with: "machine: {probes: bad, ")
        #expect(throws: ScenarioErrors.self) { try Scenario.parse(source: wrong, file: "x.yaml") }
    }

    @Test func smallAllocationsKeepAPage() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<100 { #expect(Seed.shifted(4096, with: &random) >= 4096) }
        for _ in 0..<100 { #expect(Seed.shifted(.max - 1, with: &random) >= .max - 20000) }
    }
}

func bytes(_ text: String) -> Bytes { Bytes(text.utf8) }
