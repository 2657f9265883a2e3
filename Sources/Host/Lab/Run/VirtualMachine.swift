import Evidence
import Faults
import Foundation
import Runs
import Subprocess
import SystemPackage

/// One boot of one machine: starts QEMU under the guard, watches it, and ends it when it is done, silent or over its time.
///
/// The guard leads a session of its own, so that Ctrl-C reaches only the command; a cancelled task ends the machine through the guard.
struct VirtualMachine {
    /// The guard.
    let vmGuard: FilePath
    /// The QEMU line.
    let command: EmulatorCommand
    /// The run's folder, with `plan` and an empty `evidence.bin` in it.
    let folder: RunFolder
    /// When to give up.
    let limits: WallLimits
    /// What is said to QEMU over its control socket; `nil` for a machine that has none.
    var conversation: (@Sendable (MachineControl) async throws -> Void)?

    /// Longer consoles are cut off by ending the machine: the guest may write as fast as the disk takes it.
    static let consoleLimit: Int64 = 64 << 20
    /// Boots and waits for the end. Throws `HostError` where the guard can't be started, `CancellationError` where the task was cancelled.
    func run() async throws -> MachineExit {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        let arguments = ["--remove", folder.path.string, "--", command.executable.string] + command.arguments
        let listener = try conversation.map { _ in try UnixSocket.listen(MachineControl.socketName, in: folder.path) }
        defer { try? listener?.close() }
        do {
            let result = try await Subprocess.run(
                .path(vmGuard), arguments: Arguments(arguments), environment: environment,
                workingDirectory: folder.path,
                platformOptions: options, input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { execution in
                try await watch(execution, listener)
            }
            try Task.checkCancellation()
            var exit = result.closureResult
            if exit.stop == nil { exit.status = result.terminationStatus.shellStatus }
            return exit
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw HostError("can't run \(vmGuard) (\(error))", remedy: "build the package again")
        }
    }

    /// The command's own, with what QEMU needs before. The guard hands it on; it is a static program that loads nothing itself.
    private var environment: Environment {
        guard let preload = command.preload else { return .inherit }
        let inherited = ProcessInfo.processInfo.environment[EmulatorCommand.preloadVariable].map { ":" + $0 } ?? ""
        return .inherit.updating([.init(stringLiteral: EmulatorCommand.preloadVariable): preload.string + inherited])
    }

    /// What a machine's observers end with.
    private enum Event: Sendable {
        case closed(String)
        case watched(MachineWatch.Report)
        /// The socket stays open for as long as the event is kept: its end would be news for QEMU.
        case said(MachineControl?, failure: (any Error)?)
    }

    private func watch(
        _ execution: Execution<CustomWriteInput, SequenceOutput, CombinedErrorOutput>, _ listener: FileDescriptor?
    ) async throws -> MachineExit {
        try await withThrowingTaskGroup(of: Event.self) { group in
            // QEMU and the guard hold the output open until both are gone.
            group.addTask { .closed(try await Self.text(of: execution.standardOutput)) }
            let watch = MachineWatch(
                folder: folder, limits: limits, guardPid: execution.processIdentifier.value)
            group.addTask { .watched(try await watch.report()) }
            if let listener, let conversation {
                group.addTask { await Self.say(conversation, to: listener) }
            }
            var exit = MachineExit()
            var isClosed = false
            var control: MachineControl?
            defer { withExtendedLifetime(control) {} }
            while let event = try await group.next() {
                switch event {
                case .watched(let report):
                    exit.standstills = report.standstills
                    guard let reason = report.stop else { continue }
                    exit.stop = reason
                    try execution.send(signal: .terminate)
                case .said(let connection, let failure):
                    control = connection
                    exit.controlFailure = failure
                    // Without the conversation the machine stands still, unless QEMU has ended and there is nobody to talk to.
                    if failure != nil, !isClosed { try? execution.send(signal: .terminate) }
                case .closed(let output):
                    isClosed = true
                    exit.output = output
                    group.cancelAll()
                }
            }
            return exit
        }
    }

    private static func say(
        _ conversation: @Sendable (MachineControl) async throws -> Void, to listener: FileDescriptor
    ) async -> Event {
        var control: MachineControl?
        do {
            let connection = MachineControl(socket: try await UnixSocket.accept(on: listener))
            control = connection
            try await conversation(connection)
            return .said(control, failure: nil)
        } catch is CancellationError {
            return .said(control, failure: MachineControl.Failure(description: "QEMU ended"))
        } catch {
            return .said(control, failure: error)
        }
    }

    /// What QEMU said: the first 32 KiB and the last, since it says at the end what it ended of. Read to the end, so that it never blocks.
    private static func text(of output: SubprocessOutputSequence) async throws -> String {
        let limit = 32 << 10
        var head: [UInt8] = []
        var tail: [UInt8] = []
        for try await buffer in output {
            buffer.withUnsafeBytes { bytes in
                let room = limit - head.count
                head += bytes.prefix(room)
                tail += bytes.dropFirst(room)
            }
            if tail.count > 2 * limit { tail.removeFirst(tail.count - limit) }
        }
        return String(decoding: head + tail.suffix(limit), as: UTF8.self)
    }
}

/// How QEMU ended, or why it was ended.
struct MachineExit: Sendable {
    /// Why the host ended it.
    enum Stop: Equatable, Sendable {
        case silence(Duration)
        case deadline(Duration)
        case consoleFlood
        /// The guest switched itself off, and QEMU didn't end.
        case poweredOff
        /// The host kept QEMU from running for so long.
        case standstill(Duration)
    }

    /// `nil` where QEMU ended by itself.
    var stop: Stop?
    /// Its exit status as a shell reports it; `nil` where the host ended it.
    var status: Int?
    /// Why the conversation over the control socket could not be finished.
    var controlFailure: (any Error)?
    /// What it said on standard output and standard error.
    var output = ""
    /// When the host kept it from running.
    var standstills: [Standstill] = []
}

extension TerminationStatus {
    /// 128 + N for signal N.
    fileprivate var shellStatus: Int {
        switch self {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }
}
