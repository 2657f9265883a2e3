import CLinux
import GuestProtocolEmbedded

/// Everything that a guest can do to the record file.
struct Garbage {
    /// What is mad about frames that are otherwise right.
    enum Madness {
        /// Their headers say what can't be.
        case lengths
        /// Every checksum is right, and what is in them makes no sense.
        case contents
    }

    private let memory: UnsafeMutableRawPointer
    private let size: Int
    private var position = 0
    private var frames: UInt64 = 0
    /// xorshift64: the same garbage every time.
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    init(_ device: RecordDevice) {
        memory = device.memory
        size = device.size
    }

    private mutating func random() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// Random bytes all over the file.
    mutating func noise() {
        for offset in stride(from: 0, to: size, by: 8) {
            memory.storeBytes(of: random(), toByteOffset: offset, as: UInt64.self)
        }
    }

    /// A greeting that is true, frames that are mad, and a goodbye.
    mutating func mad(_ madness: Madness) {
        greet()
        let lengths: [UInt32] = [.max, 1 << 31, UInt32(Frame.maximumPayload) + 1, UInt32(Frame.maximumPayload)]
        for round in 0..<4000 where position < size - 16384 {
            switch madness {
            case .lengths:
                // What follows the first bad frame is never read.
                if round >= 100 { header(length: lengths[round % lengths.count], stamp: random()) }
                append(.kernelMessage(Bytes(repeating: UInt8(ascii: "6"), count: round)))
            case .contents: append(madRecord(round))
            }
        }
        goodbye()
    }

    /// The smallest frames that there are, from the first byte of the file to the last, again and again.
    mutating func smallFramesForEver() -> Never {
        while true {
            if position > size - 64 { position = 0 }
            append(.mark(.snapshotBegan))
        }
    }

    /// Right frames, and others over them while the host reads.
    mutating func overwrite() {
        for round in 0..<200 {
            position = 0
            frames = 0
            greet()
            for index in 0..<200 {
                let digit = UInt8(ascii: "0") &+ UInt8(round % 10)
                append(.kernelMessage(Bytes(repeating: digit, count: (round &* 37 &+ index) % 1000)))
            }
        }
        // Half of the first frame that the host has read long ago.
        memset(memory, 0xa5, 40)
        goodbye()
    }

    // MARK: Frames

    private mutating func greet() {
        var names = utsname()
        uname(&names)
        let plan = FirmwareConfiguration.file("opt/oomlab/plan") ?? []
        let hello = Record.Hello(
            version: Plan.version, planChecksum: Plan.checksum(of: plan),
            release: withUnsafeBytes(of: &names.release) { Bytes($0.prefix { $0 != 0 }) },
            kernelVersion: withUnsafeBytes(of: &names.version) { Bytes($0.prefix { $0 != 0 }) }, cpusOnline: 1,
            pageSize: 4096)
        append(.hello(hello))
    }

    private mutating func goodbye() { append(.goodbye(frames: frames)) }

    /// Every kind of record with numbers that may be any, and with text of digits, brackets, control characters, and whatever comes.
    private mutating func madRecord(_ round: Int) -> Record {
        switch round % 10 {
        case 0: .fileName(id: UInt16(truncatingIfNeeded: random()), path: madText())
        case 1:
            .fileContent(
                Record.FileContent(
                    id: UInt16(truncatingIfNeeded: random() % 8), errno: Int32(truncatingIfNeeded: random() % 3),
                    content: madText()))
        case 2: .kernelMessage(madText())
        case 3: .trace(madText())
        case 4: .started(process: UInt32(truncatingIfNeeded: random()), pid: Int32(truncatingIfNeeded: random()))
        case 5: .ready(process: UInt32(truncatingIfNeeded: random() % 2), pid: .min)
        case 6: .exited(pid: Int32(truncatingIfNeeded: random()), waitStatus: Int32(truncatingIfNeeded: random()))
        case 7: .step(index: .max - UInt32(truncatingIfNeeded: random() % 3), event: .done)
        case 8: .trouble(what: madText(), errno: Int32(truncatingIfNeeded: random()))
        default: .usage(Record.Usage(cpuNs: random(), peakRSSBytes: .max))
        }
    }

    private mutating func madText() -> Bytes {
        let fill: [UInt8] = [
            0, 0xff, 0x80, 0x1b, UInt8(ascii: "9"), UInt8(ascii: "("), UInt8(ascii: "-"), UInt8(ascii: ","),
        ]
        var text = Bytes()
        for _ in 0..<(1 + Int(random() % 12)) {
            text += Bytes(repeating: fill[Int(random() % UInt64(fill.count))], count: Int(random() % 60))
            text.append(UInt8(truncatingIfNeeded: random()))
        }
        return text
    }

    /// Appends a frame with a right checksum and a stamp that may be any.
    private mutating func append(_ record: Record) {
        let payload = record.payload()
        let padded = Frame.padded(payload.count)
        guard position + Frame.headerSize + padded <= size else { return }
        let start = memory.advanced(by: position)
        let stamp = random() >> (random() % 64)
        let head = UInt64(UInt32(truncatingIfNeeded: payload.count)) | UInt64(record.kind.rawValue) << 32
        var sum = Frame.checksum(Frame.checksum(Frame.checksumSeed, adding: head), adding: stamp)
        for offset in stride(from: 0, to: padded, by: 8) {
            var word: UInt64 = 0
            for index in offset..<min(offset + 8, payload.count) {
                word |= UInt64(payload[index]) << UInt64(8 &* (index - offset))
            }
            start.storeBytes(of: word, toByteOffset: Frame.headerSize + offset, as: UInt64.self)
            sum = Frame.checksum(sum, adding: word)
        }
        start.storeBytes(of: head, as: UInt64.self)
        start.storeBytes(of: stamp, toByteOffset: 8, as: UInt64.self)
        let seal = UInt64(Frame.stored(checksum: sum)) | UInt64(Frame.magic) << 32
        clinux_store_fence()
        start.storeBytes(of: seal, toByteOffset: 16, as: UInt64.self)
        position += Frame.headerSize + padded
        frames &+= 1
    }

    /// Writes a header whose length is not that of anything.
    private mutating func header(length: UInt32, stamp: UInt64) {
        let start = memory.advanced(by: position)
        start.storeBytes(of: UInt64(length) | UInt64(Frame.Kind.kernelMessage.rawValue) << 32, as: UInt64.self)
        start.storeBytes(of: stamp, toByteOffset: 8, as: UInt64.self)
        start.storeBytes(of: UInt64(Frame.magic) << 32, toByteOffset: 16, as: UInt64.self)
        position += Frame.headerSize
        frames &+= 1
    }
}
