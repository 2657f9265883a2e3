import Foundation
import SystemPackage
import Testing

@testable import Lab

@Suite struct TrialMachineTests {
    @Test func theFirmwareIsAROMThatBeginsWhereTheProcessorDoes() {
        let rom = TrialFirmware.bytes
        #expect(rom.count == 64 << 10)
        // A near jump backwards, to the first instruction.
        let distance = Int(Int16(truncatingIfNeeded: Int(rom[0xfff1]) | Int(rom[0xfff2]) << 8))
        let target = 0xfff3 + distance
        #expect(rom[0xfff0] == 0xe9 && rom[target] == 0x2e && rom[target - 1] == 0)
        // The handler returns, and the table of segments follows it.
        #expect(rom[0xff67] == 0xcf && rom[0xff68..<0xff70].allSatisfy { $0 == 0 })
    }

    @Test func thisHostsQEMUEndsIt() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let trial = TrialMachine(
            emulator: try await Emulator.find(), programs: try OwnPrograms.find(), cache: fixture.cache)
        #expect(try await trial.failure() == nil)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.cache.path.appending("probe").string)
        #expect(left.isEmpty)
    }

    @Test func aQEMUThatEndsOtherwiseIsQuoted() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let script = try fixture.file(
            Emulator.program, Array("#!/bin/sh\necho no such accelerator\nexit 1\n".utf8), executable: true)
        let trial = TrialMachine(
            emulator: Emulator(path: script, version: "0", hasSandbox: false), programs: try OwnPrograms.find(),
            cache: fixture.cache)
        #expect(try await trial.failure() == "QEMU ended with status 1 and said:\nno such accelerator")
    }
}
