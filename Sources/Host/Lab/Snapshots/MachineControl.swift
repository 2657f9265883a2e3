import Foundation
import SystemPackage

/// QEMU's control protocol (QMP) on a connected socket: one command at a time. It ends when QEMU does.
actor MachineControl {
    /// The socket's name in the machine's folder.
    static let socketName = "control.sock"

    /// A command was refused, or QEMU is gone.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let socket: FileDescriptor
    private var unread: [UInt8] = []
    /// Events that came before they were asked for.
    private var events: [Message] = []

    /// Takes over the socket.
    init(socket: FileDescriptor) { self.socket = socket }

    deinit { try? socket.close() }

    /// Takes the greeting and has events announced.
    func begin() async throws {
        while try await message().greeting == nil {}
        try await execute(#"{"execute":"qmp_capabilities"}"#)
        try await execute(
            #"{"execute":"migrate-set-capabilities","arguments":{"capabilities":[{"capability":"events","state":true}]}}"#
        )
    }

    /// Carries out one command, given as JSON. Throws `Failure` where QEMU refuses it.
    func execute(_ command: String) async throws {
        try send(command)
        while true {
            let message = try await message()
            if let refusal = message.error { throw Failure(description: "QEMU refuses \(command): \(refusal.desc)") }
            if message.event != nil { events.append(message) } else { return }
        }
    }

    /// Has QEMU end. On a busy host it may be gone before its answer is looked for, so none is waited for. Throws `Failure` where it is gone already.
    func quit() throws { try send(#"{"execute":"quit"}"#) }

    /// Waits until the machine has stopped.
    func stopped() async throws { _ = try await event("STOP") }

    /// Waits for the end of a migration in either direction. Throws `Failure` where it fails.
    func migrated() async throws {
        while true {
            let status = try await event("MIGRATION").data?.status
            if status == "completed" { return }
            if status == "failed" || status == "cancelled" {
                throw Failure(description: "the migration has \(status ?? "")")
            }
        }
    }

    // MARK: Messages

    private struct Message: Decodable {
        struct Refusal: Decodable { let desc: String }
        struct Details: Decodable { let status: String? }
        struct Greeting: Decodable {}

        let greeting: Greeting?
        let event: String?
        let data: Details?
        let error: Refusal?

        enum CodingKeys: String, CodingKey {
            case greeting = "QMP"
            case event, data, error
        }
    }

    private func event(_ name: String) async throws -> Message {
        while true {
            if let index = events.firstIndex(where: { $0.event == name }) { return events.remove(at: index) }
            let message = try await message()
            if message.event != nil { events.append(message) }
        }
    }

    private func message() async throws -> Message {
        let line = try await line()
        do {
            return try JSONDecoder().decode(Message.self, from: Data(line))
        } catch {
            throw Failure(description: "QEMU's control socket says what is not understood")
        }
    }

    /// Looks again and again rather than blocking a thread: soon at first, since most answers take less than a millisecond, and seldom later,
    /// since a boot takes seconds.
    private func line() async throws -> [UInt8] {
        var pause = Duration.milliseconds(1)
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeFirst(end + 1) }
                return Array(unread[..<end])
            }
            guard unread.count < 1 << 20 else { throw Failure(description: "QEMU's control socket talks without end") }
            guard try !receive() else { continue }
            try await Task.sleep(for: pause, tolerance: pause)
            pause = min(pause * 2, .milliseconds(16))
        }
    }

    /// Takes what has come; whether anything has.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(socket.rawValue, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 {
            unread += buffer[..<count]
            return true
        }
        guard count < 0, errno == EAGAIN || errno == EINTR else { throw Failure(description: "QEMU is gone") }
        return false
    }

    private func send(_ command: String) throws {
        let line = Array((command + "\n").utf8)
        // Commands are short: they fit into the socket's buffer.
        guard Glibc.send(socket.rawValue, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else {
            throw Failure(description: "QEMU is gone")
        }
    }
}
