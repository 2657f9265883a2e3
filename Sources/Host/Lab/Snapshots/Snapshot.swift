import Faults
import Foundation
import Runs
import SystemPackage

/// A kept machine: one file, open for as long as it is of use, so that nobody can take it away meanwhile.
///
/// The file is a header of 4 KiB, in which a line of JSON says what follows, and then the state as QEMU wrote it.
final class Snapshot: Sendable {
    static let headerBytes = 4096

    /// What the header says.
    struct About: Codable, Equatable {
        /// What the snapshot was made for.
        var key: String
        /// SHA-256 of the state.
        var sha256: String
        /// The state's size.
        var bytes: Int
    }

    /// Why a file is no snapshot that can be used.
    struct Flaw: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// What it says of itself.
    let about: About
    private let file: FileDescriptor

    private init(about: About, file: FileDescriptor) {
        self.about = about
        self.file = file
    }

    deinit { try? file.close() }

    /// Opens the snapshot at `path` and checks everything but the state itself; `nil` where there is none.
    static func open(_ path: FilePath, key: SnapshotKey) throws(Flaw) -> Snapshot? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw Flaw(description: "can't be opened (\(error))")
        }
        do {
            return Snapshot(about: try check(file, key: key), file: file)
        } catch {
            try? file.close()
            throw error
        }
    }

    /// The header's bytes.
    static func header(_ about: About) throws -> [UInt8] {
        var bytes = [UInt8](try JSONEncoder().encode(about))
        bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: headerBytes - bytes.count)
        return bytes
    }

    /// Has a machine in `folder` that waits for a state take this one and go on.
    ///
    /// - Throws: `Flaw` where the state can't be used; the machine has not gone on then.
    func restore(through control: MachineControl, in folder: RunFolder) async throws {
        try await control.begin()
        let socket = try UnixSocket.connect(StateStream.socketName, in: folder.path)
        do {
            defer { try? socket.close() }
            try await send(to: socket)
        }
        try await control.migrated()
        // What was only needed to get here does not belong to the run's evidence.
        for name in [StateStream.socketName, MachineControl.socketName] { unlink(folder.path.appending(name).string) }
        try await control.execute(#"{"execute":"cont"}"#)
    }

    /// Sends the state to QEMU. Throws `Flaw` where what was sent isn't what was kept, or QEMU doesn't take it.
    func send(to socket: FileDescriptor) async throws {
        let sent: StateStream.Account
        do {
            sent = try await StateStream.send(file, from: Snapshot.headerBytes, to: socket)
        } catch let error as HostError {
            throw Flaw(description: error.message)
        }
        guard sent.bytes == about.bytes else {
            throw Flaw(description: "holds \(sent.bytes) bytes of state instead of \(about.bytes)")
        }
        guard sent.sha256 == about.sha256 else { throw Flaw(description: "is damaged: its hash is another") }
    }

    private static func check(_ file: FileDescriptor, key: SnapshotKey) throws(Flaw) -> About {
        var header = [UInt8](repeating: 0, count: headerBytes)
        let count = pread(file.rawValue, &header, header.count, 0)
        guard count == header.count, let about = try? JSONDecoder().decode(About.self, from: Data(header)) else {
            throw Flaw(description: "has no header that can be read")
        }
        guard about.key == key.text else { throw Flaw(description: "was made for another machine") }
        return about
    }
}
