import Faults
import Foundation
import HostFiles
import SystemPackage
import Testing
@testable import Lab

@Suite struct EmulatorTests {
    @Test func aMissingEmulatorIsAHostError() async {
        let error = await #expect(throws: HostError.self) { try await Emulator.find(environment: ["PATH": ""]) }
        #expect(
            error?.description
                == "qemu-system-x86_64 not found in PATH; install it with `apt-get install qemu-system-x86`")
    }

    @Test func anEmulatorThatDoesNotAnswerIsAHostError() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        try fixture.file("qemu-system-x86_64", Array("#!/bin/sh\nexit 1\n".utf8), executable: true)
        await #expect(throws: HostError.self) { try await Emulator.find(environment: ["PATH": fixture.place.string]) }
    }

    @Test func isAskedOnce() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let real = try #require(ProgramSearch.find(Emulator.program, environment: ProcessInfo.processInfo.environment))
        let copy = try fixture.file(
            Emulator.program, Array(Data(contentsOf: URL(fileURLWithPath: real.string))), executable: true)
        let environment = ["PATH": fixture.place.string]
        let asked = try await Emulator.find(environment: environment, cache: fixture.cache)
        #expect(KnownEmulator.recall(copy, in: fixture.cache) == asked)
        // Whatever is there later is asked anew, and a script always is: it may start another QEMU tomorrow.
        try fixture.file(Emulator.program, Array("#!/bin/sh\necho QEMU emulator version 99\n".utf8), executable: true)
        #expect(KnownEmulator.recall(copy, in: fixture.cache) == nil)
        #expect(try await Emulator.find(environment: environment, cache: fixture.cache).version == "99")
        #expect(KnownEmulator.recall(copy, in: fixture.cache) == nil)
    }

    @Test func readsItsVersion() {
        #expect(Emulator.version(banner: "QEMU emulator version 7.2.22 (Debian)\nCopyright") == "7.2.22 (Debian)")
        #expect(Emulator.version(banner: "") == "")
    }

    @Test func asksForOneMachineInEveryVersion() {
        let old = "Supported machines are:\npc                   Standard PC (alias of pc-i440fx-7.2)\n"
        #expect(Emulator.machineType(listing: old + "pc-i440fx-7.2        Standard PC (default)\n") == "pc-i440fx-7.2")
        #expect(Emulator.machineType(listing: old + "pc-i440fx-7.2 (deprecated)\n") == "pc-i440fx-7.2")
        #expect(Emulator.machineType(listing: old + "pc-i440fx-7.20 Standard PC\n") == "pc")
        #expect(Emulator.machineType(listing: "") == "pc")
    }

    @Test func missingProgramsAreNamed() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        try fixture.file("oomlab-agent", [], executable: true)
        let error = #expect(throws: HostError.self) { try OwnPrograms.find(in: [fixture.place]) }
        #expect(error?.message.hasPrefix("oomlab-workload, oomlab-guard, liboomlab-turns.so not found") ?? false)
    }

    @Test func qemuLoadsTheLibraryByWhichItsThreadsTakeTurns() async throws {
        let emulator = try await Emulator.find()
        #expect(try await emulator.loads(try OwnPrograms.find().turns))
        #expect(try await !emulator.loads("/nowhere/liboomlab-turns.so"))
    }

    @Test func aLibraryThatCannotBeNamedIsRefusedBeforeAnythingStarts() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let programs = try fixture.programs()
        let spaced = OwnPrograms(
            agent: programs.agent, workload: programs.workload, vmGuard: programs.vmGuard,
            turns: "/home/a user/liboomlab-turns.so")
        let lab = try await Lab(
            output: fixture.output, cold: true, cache: fixture.cache, programs: spaced,
            emulator: Emulator(path: "/bin/false", version: "0.0", hasSandbox: true))
        let error = await #expect(throws: HostError.self) { try await lab.run(fixture.request()) }
        #expect(error?.message.contains("has a space or a colon") ?? false)
        #expect(fixture.runs.isEmpty)
    }

    @Test func theCacheFollowsTheXDGRules() {
        #expect(CacheFolder.standard(environment: ["XDG_CACHE_HOME": "/c", "HOME": "/h"]).path == "/c/oomlab/v1")
        #expect(CacheFolder.standard(environment: ["XDG_CACHE_HOME": "c", "HOME": "/h"]).path == "/h/.cache/oomlab/v1")
        #expect(CacheFolder.standard(environment: ["HOME": "/h"]).path == "/h/.cache/oomlab/v1")
    }

    @Test func aHostWithoutKVMSaysSo() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let emulator = Emulator(path: "/nonexistent", version: "0", hasSandbox: false)
        let probe = KVMProbe(
            emulator: emulator, vmGuard: "/nonexistent", cache: fixture.cache, device: fixture.place.appending("kvm"))
        let answer = await probe.answer(kernel: "/k", initramfs: "/i")
        #expect(!answer.works && answer.reason.hasSuffix("does not exist"))
    }
}
