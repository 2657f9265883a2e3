import Scenario
import Testing

@testable import Matrix

@Suite struct AdmissionTests {
    /// Cells whose guests have so many MB of RAM.
    private func cells(_ megabytes: [UInt64]) throws -> [PlannedCell] {
        try megabytes.enumerated().map { position, size in
            let cell = Cell(
                scenario: try MatrixFixture.scenario("first", memory: "\(size)M"),
                kernel: MatrixFixture.kernel("6.12.1"), seed: 0, repetition: 1)
            return try CellPreparation(options: MatrixFixture.options).planned(
                cell, position: position, estimates: WallEstimates([]))
        }
    }

    private func start(_ next: Admission.Next?) -> Int? {
        if case .start(let cell) = next { cell.position } else { nil }
    }

    private let overhead = MachineNeeds.emulatorBytes >> 20

    @Test func neverTakesMoreThanThereIs() throws {
        let cells = try cells([512, 512, 512])
        let available = 2 * (512 + overhead) << 20
        var admission = Admission(waiting: cells, jobs: 8)
        #expect(start(admission.next(available: available)) == 0)
        #expect(start(admission.next(available: available - 1)) == nil)
        #expect(start(admission.next(available: available)) == 1)
        #expect(admission.next(available: available) == nil)
        admission.ended(cells[0])
        #expect(start(admission.next(available: available)) == 2)
        #expect(admission.next(available: .max) == nil)
    }

    @Test func smallerOnesMayPass() throws {
        var admission = Admission(waiting: try cells([512, 512, 64]), jobs: 8)
        let available = (512 + overhead + 64 + overhead) << 20
        #expect(start(admission.next(available: available)) == 0)
        #expect(start(admission.next(available: available)) == 2)
    }

    @Test func refusesOnlyWhatNeverFits() throws {
        let cells = try cells([4096, 64])
        var admission = Admission(waiting: cells, jobs: 8)
        #expect(start(admission.next(available: 1 << 30)) == 1)
        #expect(admission.next(available: 1 << 30) == nil)
        admission.ended(cells[1])
        guard case .refuse(let cell, let reason) = admission.next(available: 1 << 30) else {
            Issue.record("a machine of 4 GiB on a host of 1 GiB")
            return
        }
        #expect(cell.position == 0 && reason.contains("4352M") && reason.contains("1024M"))
        #expect(admission.next(available: 1 << 30) == nil)
    }

    @Test func jobsCountWhereMemoryIsUnknown() throws {
        var admission = Admission(waiting: try cells([64, 64, 64]), jobs: 2)
        #expect(start(admission.next(available: nil)) == 0)
        #expect(start(admission.next(available: nil)) == 1)
        #expect(admission.next(available: nil) == nil)
    }

    @Test func readsTheKernelsAnswer() {
        let text = "MemTotal:       24689764 kB\nMemFree:        12 kB\nMemAvailable:    2048 kB\nBuffers: 3 kB\n"
        #expect(HostMemory.availableBytes(meminfo: text) == 2 << 20)
        #expect(HostMemory.availableBytes(meminfo: "MemTotal: 5 kB\n") == nil)
        #expect(HostMemory.availableBytes(meminfo: "MemAvailable: many kB\n") == nil)
        #expect(HostMemory.availableBytes() ?? 0 > 0)
    }
}

extension Admission.Next: Equatable {
    /// By what is to be done with which cell.
    public static func == (left: Admission.Next, right: Admission.Next) -> Bool {
        switch (left, right) {
        case (.start(let one), .start(let other)): one.position == other.position
        case (.refuse(let one, let why), .refuse(let other, let reason)):
            one.position == other.position && why == reason
        default: false
        }
    }
}
