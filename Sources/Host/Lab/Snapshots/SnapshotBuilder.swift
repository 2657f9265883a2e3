import Faults
import Foundation
import GuestProtocol
import HostFiles
import Runs
import SystemPackage

/// Boots a machine to the point where its agent would read the plan, and keeps it there.
struct SnapshotBuilder: Sendable {
    let vmGuard: FilePath
    let cache: SnapshotCache
    /// How often a boot is tried.
    let attempts: Int

    /// The machine never came to the point where it can be kept, or can't be kept.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Makes the snapshot. An interruption leaves nothing but a hidden folder, which the next command sweeps, and no machine.
    ///
    /// - Throws: `Failure`, `HostError` or `CancellationError`.
    func build(_ key: SnapshotKey, command: EmulatorCommand) async throws {
        PartialFolder.sweep(cache.folder)
        let partial = try PartialFolder.make(in: cache.folder) { RunName.partial(started: .now, scenario: "snapshot") }
        defer { partial.remove() }
        let folder = partial.folder
        // A machine that is restored has a plan file and a record file; their contents don't matter yet.
        try AtomicFile.write(Plan().encoded(), to: folder.planFile)
        let file = folder.path.appending("state")
        var attempt = 1
        while true {
            do {
                try await boot(command, key, in: folder, to: file)
                break
            } catch let failure as Failure {
                // Multi-threaded emulation fails by itself early in some boots.
                guard attempt < attempts else { throw failure }
                attempt += 1
            }
        }
        try cache.adopt(file, as: key)
    }

    private func boot(_ command: EmulatorCommand, _ key: SnapshotKey, in folder: RunFolder, to file: FilePath)
        async throws
    {
        try RecordFile.make(folder.evidenceFile)
        let machine = VirtualMachine(
            vmGuard: vmGuard, command: command, folder: folder,
            limits: WallLimits(total: .seconds(300), silence: .seconds(60))
        ) { control in
            try await keep(control, key, in: folder, as: file)
        }
        let exit = try await machine.run()
        if let failure = exit.controlFailure {
            if let host = failure as? HostError { throw host }
            let ending = EndingClassifier(exit: exit, console: (try? folder.console()) ?? "", agentHasSpoken: false)
                .ending
            throw Failure(description: "\(failure); \(ending.detail)")
        }
    }

    private func keep(_ control: MachineControl, _ key: SnapshotKey, in folder: RunFolder, as path: FilePath)
        async throws
    {
        try await control.begin()
        try await control.stopped()
        // By default QEMU sends 128 MiB a second.
        try await control.execute(
            #"{"execute":"migrate-set-parameters","arguments":{"max-bandwidth":17179869184}}"#)
        let listener = try UnixSocket.listen(StateStream.socketName, in: folder.path)
        defer { try? listener.close() }
        try await control.execute(#"{"execute":"migrate","arguments":{"uri":"unix:\#(StateStream.socketName)"}}"#)
        let socket = try await UnixSocket.accept(on: listener)
        defer { try? socket.close() }
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        defer { try? file.close() }
        let account = try await StateStream.receive(from: socket, into: file, at: Snapshot.headerBytes)
        try await control.migrated()
        let about = Snapshot.About(key: key.text, sha256: account.sha256, bytes: account.bytes)
        _ = try file.writeAll(toAbsoluteOffset: 0, Snapshot.header(about))
        try await control.quit()
    }
}
