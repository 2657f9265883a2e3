import Foundation
import SystemPackage
import Testing

@testable import Lab

@Suite struct MachineControlTests {
    /// A control whose QEMU says `lines`, whatever it is told, and then is gone.
    private func control(_ lines: String...) throws -> MachineControl {
        let (near, far) = try socketPair()
        try far.writeAll(Array(lines.map { $0 + "\r\n" }.joined().utf8))
        shutdown(far.rawValue, Int32(SHUT_WR))
        return MachineControl(socket: near)
    }

    private let greeting =
        #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}"#

    @Test func followsAMigration() async throws {
        let control = try control(
            greeting, #"{"return": {}}"#, #"{"timestamp": {"seconds": 1}, "event": "STOP"}"#, #"{"return": {}}"#,
            #"{"event": "MIGRATION", "data": {"status": "setup"}}"#,
            #"{"event": "MIGRATION", "data": {"status": "active"}}"#,
            #"{"event": "MIGRATION", "data": {"status": "completed"}}"#)
        try await control.begin()
        try await control.stopped()
        try await control.migrated()
        await #expect(throws: MachineControl.Failure.self) { try await control.stopped() }
    }

    /// QEMU may be gone before it has answered, and that is no failure: it was told to go.
    @Test func waitsForNoAnswerOfAQEMUThatWasToldToEnd() async throws {
        let (near, far) = try socketPair()
        let control = MachineControl(socket: near)
        try await control.quit()
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = try buffer.withUnsafeMutableBytes { try far.read(into: $0) }
        #expect(String(decoding: buffer[..<count], as: UTF8.self) == "{\"execute\":\"quit\"}\n")
        try far.close()
        await #expect(throws: MachineControl.Failure.self) { try await control.quit() }
    }

    @Test func tellsWhatWasRefused() async throws {
        let control = try control(
            greeting, #"{"return": {}}"#, #"{"return": {}}"#,
            #"{"error": {"class": "GenericError", "desc": "State blocked by non-migratable device"}}"#)
        try await control.begin()
        let error = await #expect(throws: MachineControl.Failure.self) { try await control.execute("{}") }
        #expect(error?.description.contains("non-migratable device") ?? false)
    }

    @Test func tellsAFailedMigration() async throws {
        let control = try control(
            greeting, #"{"return": {}}"#, #"{"return": {}}"#, #"{"event": "MIGRATION", "data": {"status": "failed"}}"#)
        try await control.begin()
        await #expect(throws: MachineControl.Failure.self) { try await control.migrated() }
    }

    @Test(arguments: ["", "nonsense\n", "{\"QMP\": {", "[1]\n"]) func survivesNonsense(text: String) async throws {
        let control = try control(text)
        await #expect(throws: MachineControl.Failure.self) { try await control.begin() }
    }
}
