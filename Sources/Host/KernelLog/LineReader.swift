/// From a line to a message: takes its wrapping off, undoes escapes, and joins what was broken in two.
struct LineReader {
    private(set) var lineCount = 0
    private var assembler = Assembler()
    /// A message that may go on in the next line: its stamp and its text, one behind the other.
    private var held: [UInt8] = []
    private var heldStamp = 0
    private var heldKind = LineKind.blank
    private var heldParts = 0
    private var heldLine = 0
    private var heldSequence: UInt64?
    private var heldTimeNs: UInt64?
    /// Where an escaped or coloured line is cleaned.
    private var scratch: [UInt8] = []
    private var wasRecord = false
    /// Whether the bytes at hand hold any escape character: looked for once, not line by line.
    private var mayHoldControls = true

    init() {}

    /// Whether every line matters now; else only those that may begin something do.
    var isListening: Bool { heldKind != .blank || assembler.isListening }

    /// Whether the next line matters whatever it is; else it does only if it holds an anchor.
    mutating func wantsNextLine(_ detail: KernelLogParser.Detail) -> Bool {
        if heldKind != .blank { return true }
        return assembler.wantsNextLine(detail)
    }

    mutating func takeItems() -> [KernelLogItem] {
        guard !assembler.items.isEmpty else { return [] }
        defer { assembler.items.removeAll(keepingCapacity: true) }
        return assembler.items
    }

    mutating func settle() {
        releaseHeld()
        assembler.settle()
    }

    mutating func finish() {
        releaseHeld()
        assembler.finish()
    }

    /// Notes what the lines to come are part of.
    mutating func begin(_ bytes: Text) {
        mayHoldControls = bytes.index(of: 0x1b) != nil
    }

    /// Passes lines that don't matter.
    mutating func skip(lines: Int) { lineCount += lines }

    /// Takes one line, without its end.
    mutating func read(_ line: Text) {
        lineCount += 1
        if mayHoldControls, line.index(of: 0x1b) != nil { return readCleaned(line) }
        readPlain(line)
    }

    private mutating func readPlain(_ line: Text) {
        let envelope = Envelope(line)
        // A record's further lines (" SUBSYSTEM=pci") are its dictionary.
        if wasRecord, isListening, !envelope.isRecord, line[0] == 0x20 { return }
        wasRecord = envelope.isRecord
        let place = Place(
            line: lineCount, sequence: envelope.sequence, timeNs: envelope.timeNs, stamp: envelope.stamp)
        if envelope.isForeign {
            return noteNearMiss(envelope.text, foreign: true, at: place)
        }
        let isEscaped =
            envelope.isRecord
            ? envelope.text.index(of: 0x5c) != nil
            : assembler.isListening && envelope.text.index(of: 0x23) != nil && envelope.text.contains("#012")
        if isEscaped {
            Escapes.undo(envelope.text, record: envelope.isRecord, into: &scratch)
            let bytes = scratch
            bytes.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress {
                    classify(
                        Text(base: base, count: buffer.count), at: place, isWrapped: envelope.isWrapped,
                        isRecord: envelope.isRecord)
                }
            }
        } else {
            classify(envelope.text, at: place, isWrapped: envelope.isWrapped, isRecord: envelope.isRecord)
        }
    }

    private mutating func noteNearMiss(_ text: Text, foreign: Bool, at place: Place) {
        guard let miss = NearMiss(text, foreign: foreign) else { return }
        var event = KernelEvent(of: .nearMiss, text, at: place)
        event.nearMiss = miss
        assembler.items.append(.event(event))
    }

    /// A console's log: colours and cursor movements are taken out first.
    private mutating func readCleaned(_ line: Text) {
        var bytes: [UInt8] = []
        Escapes.removeControls(line, into: &bytes)
        bytes.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { readPlain(Text(base: base, count: buffer.count)) }
        }
    }

    private mutating func classify(_ text: Text, at place: Place, isWrapped: Bool, isRecord: Bool) {
        let kind = LineKind(text, inStats: assembler.isInStats)
        if heldKind != .blank, extend(kind, text, isWrapped: isWrapped) { return }
        if kind == .unknown, !assembler.hasOpenReport {
            return noteNearMiss(text, foreign: false, at: place)
        }
        if !isRecord, Continuation.isUnfinished(kind, text, columns: assembler.columnCount) {
            hold(kind, text, at: place)
        } else {
            assembler.take(kind, text, at: place)
        }
    }

    /// Joins a line to the held one if it is the rest of it; else the held one goes its way.
    private mutating func extend(_ kind: LineKind, _ text: Text, isWrapped: Bool) -> Bool {
        let mayContinue =
            !isWrapped && (kind == .unknown || kind == .stat || kind == .counters || kind == .machineState)
        let columns = assembler.columnCount
        let bytes = held
        let joins =
            mayContinue && heldParts < 8 && bytes.count < 8192
            && bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return false }
                return Continuation.continues(
                    heldKind, Text(base: base, count: buffer.count).dropping(heldStamp), with: text)
            }
        guard joins else {
            releaseHeld()
            return false
        }
        heldParts += 1
        if Continuation.takesBlank(heldKind) { held.append(0x20) }
        held.append(contentsOf: UnsafeBufferPointer(start: text.base, count: text.count))
        let isUnfinished = held.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return Continuation.isUnfinished(
                heldKind, Text(base: base, count: buffer.count).dropping(heldStamp), columns: columns)
        }
        if !isUnfinished { releaseHeld() }
        return true
    }

    private mutating func hold(_ kind: LineKind, _ text: Text, at place: Place) {
        held.removeAll(keepingCapacity: true)
        if let stamp = place.stamp {
            held.append(contentsOf: UnsafeBufferPointer(start: stamp.base, count: stamp.count))
        }
        heldStamp = held.count
        held.append(contentsOf: UnsafeBufferPointer(start: text.base, count: text.count))
        heldKind = kind
        heldParts = 1
        heldLine = place.line
        heldSequence = place.sequence
        heldTimeNs = place.timeNs
    }

    private mutating func releaseHeld() {
        guard heldKind != .blank else { return }
        let kind = heldKind
        heldKind = .blank
        var place = Place(line: heldLine, sequence: heldSequence, timeNs: heldTimeNs)
        let bytes = held
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let all = Text(base: base, count: buffer.count)
            if heldStamp > 0 { place.stamp = all.slice(0, heldStamp) }
            assembler.take(kind, all.dropping(heldStamp), at: place)
        }
    }
}
