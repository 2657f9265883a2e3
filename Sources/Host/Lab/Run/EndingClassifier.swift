import Evidence

/// Tells the ways apart in which a machine can end. A pure function: QEMU's status, what it said, the console, and whether the agent spoke.
struct EndingClassifier {
    /// How QEMU ended.
    let exit: MachineExit
    /// The console's text.
    let console: String
    /// Whether the agent had written a record.
    let agentHasSpoken: Bool

    /// isa-debug-exit ends QEMU with `value << 1 | 1`; the agent writes 0x10 when it is done.
    static let finishedStatus = 33
    /// The agent writes 0x11 when the record file is full.
    static let fullStatus = 35

    /// The ending.
    var ending: Ending {
        if let stop = exit.stop { return ending(for: stop) }
        switch exit.status {
        case Self.finishedStatus?:
            return Ending(kind: .finished, exitStatus: Self.finishedStatus, detail: "the agent said that it was done")
        case 0? where toldToEnd != nil:
            return Ending(kind: .hostEnded, exitStatus: 0, detail: early + "it said: " + (toldToEnd ?? ""))
        case 0?:
            return Ending(
                kind: .guestReset, exitStatus: 0,
                detail: early + "the guest reset itself or switched itself off" + lastLines)
        case Self.fullStatus?:
            let detail =
                "the record file is full (\(EmulatorCommand.recordBytes >> 20) MiB): sample less often, or observe for a shorter time"
            return Ending(kind: .emulatorFailed, exitStatus: Self.fullStatus, detail: detail)
        case let status? where status > Self.fullStatus && status < 128 && status % 2 == 1:
            return Ending(
                kind: .emulatorFailed, exitStatus: status,
                detail: early + "the agent gave up with status \((status - 1) / 2)" + lastLines)
        case let status:
            return Ending(kind: .emulatorFailed, exitStatus: status, detail: emulatorWords(status))
        }
    }

    private var early: String { agentHasSpoken ? "" : "before the agent's first record, " }

    /// QEMU ends with status 0 both when its guest resets itself and when a signal tells it to end (SIGTERM, SIGINT, SIGHUP); of the signal it says
    /// so, in every version since 0.13: `qemu_kill_report` in system/runstate.c.
    private var toldToEnd: String? {
        exit.output.split(whereSeparator: \.isNewline).last { $0.contains("terminating on signal ") }
            .map { Excerpt.lastLines(of: String($0)) }
    }

    private func ending(for stop: MachineExit.Stop) -> Ending {
        if case .standstill(let time) = stop {
            let detail =
                early + "it was given up after the host had kept it from running for \(time.components.seconds) s"
            return Ending(kind: .hostEnded, exitStatus: nil, detail: detail)
        }
        if stop == .poweredOff {
            return Ending(
                kind: .guestReset, exitStatus: nil, detail: early + "the guest switched itself off" + lastLines)
        }
        return Ending(kind: .guestSilent, exitStatus: nil, detail: words(for: stop))
    }

    private func words(for stop: MachineExit.Stop) -> String {
        switch stop {
        case .standstill, .poweredOff: early
        case .silence(let limit):
            early + "neither a record nor a console line for \(limit.components.seconds) s" + lastLines
        case .deadline(let limit):
            early + "still running after \(limit.components.seconds) s, while records or console lines kept coming"
                + lastLines
        case .consoleFlood:
            early + "more than \(VirtualMachine.consoleLimit >> 20) MiB on the console" + lastLines
        }
    }

    private func emulatorWords(_ status: Int?) -> String {
        let how =
            switch status {
            case let status? where status > 128: "QEMU was killed by signal \(status - 128)"
            case let status?: "QEMU ended with status \(status)"
            case nil: "QEMU ended without a status"
            }
        let said = Excerpt.lastLines(of: exit.output)
        return early + (said.isEmpty ? how : "\(how) and said:\n\(said)")
    }

    private var lastLines: String {
        let lines = Excerpt.lastLines(of: console)
        return lines.isEmpty ? "; its console is empty" : "; its last console lines:\n\(lines)"
    }
}

/// The end of a text that comes from a guest or a program, made harmless for a terminal.
enum Excerpt {
    /// The last lines that say something: at most 12 of at most 200 characters, without control characters.
    static func lastLines(of text: String) -> String {
        let tail = text.suffix(16 << 10)
        let lines = tail.split(whereSeparator: \.isNewline).map { line in
            String(
                line.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200).map(Character.init)
            )
        }
        return lines.filter { line in line.contains { $0 != " " } }.suffix(12).joined(separator: "\n")
    }
}
