import CLinux
import GuestProtocolEmbedded

/// Appends frames to the mapped evidence file, or to the relay that leads there: no allocation, no system call but the clock's.
///
/// A frame is put together in `scratch`, whose payload area callers fill in themselves, so that file contents are read into their final place.
/// The mapping is only ever written to: reading from write-combined memory is slow.
final class RecordFile {
    /// Why an end of the machine was asked for: QEMU's exit status is twice this and one.
    enum Ending: UInt32 {
        /// Every step is over, or the deadline was.
        case finished = 0x10
        /// The record file is full: what follows is lost.
        case recordFileFull = 0x11
        /// The agent couldn't do its work.
        case agentFailed = 0x12
    }

    /// Room for a payload; longer file contents are cut here.
    static let payloadCapacity = 64 * 1024
    /// Kept free at the end of the file, so that fullness itself can be recorded.
    private static let reserve = 256

    private enum Sink {
        case device(RecordDevice)
        case relay(Relay)
    }

    private let sink: Sink
    private var position = 0
    private var limit: Int
    /// Whether something is missing that the plan needs: then no step is begun.
    private(set) var hasMissing = false
    /// Frames written so far.
    private(set) var frames: UInt64 = 0
    private let scratch: UnsafeMutableRawPointer

    /// A writer at the start of the device's memory.
    convenience init(_ device: RecordDevice) { self.init(.device(device), limit: device.size &- RecordFile.reserve) }

    /// The actor's writer.
    convenience init(_ relay: Relay) { self.init(.relay(relay), limit: .max) }

    private init(_ sink: Sink, limit: Int) {
        self.sink = sink
        self.limit = limit
        scratch = UnsafeMutableRawPointer.allocate(
            byteCount: Frame.headerSize + RecordFile.payloadCapacity + 8, alignment: 8)
        memset(scratch, 0, Frame.headerSize + RecordFile.payloadCapacity + 8)
    }

    /// Where callers put the payload of the frame that they append next.
    var payload: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: scratch.advanced(by: Frame.headerSize), count: RecordFile.payloadCapacity)
    }

    /// Writes out the first `length` bytes of `payload` as a frame of `kind`. A full file ends the machine.
    func append(_ kind: Frame.Kind, length: Int) {
        let padded = Frame.padded(length)
        let total = Frame.headerSize &+ padded
        for index in length..<padded { payload[index] = 0 }
        let head = UInt64(UInt32(truncatingIfNeeded: length)) | UInt64(kind.rawValue) << 32
        scratch.storeBytes(of: head, as: UInt64.self)
        scratch.storeBytes(of: Clock.now(), toByteOffset: 8, as: UInt64.self)
        var sum = Frame.checksum(Frame.checksumSeed, adding: head)
        sum = Frame.checksum(sum, adding: scratch.load(fromByteOffset: 8, as: UInt64.self))
        var offset = Frame.headerSize
        while offset < total {
            sum = Frame.checksum(sum, adding: scratch.load(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        let seal = UInt64(Frame.stored(checksum: sum)) | UInt64(Frame.magic) << 32
        scratch.storeBytes(of: seal, toByteOffset: 16, as: UInt64.self)
        emit(total)
    }

    /// Appends what has come through the relay, as it is: stamps and seals are the actor's.
    func appendAll(from relay: Relay) {
        while true {
            let total = relay.take(into: scratch)
            guard total > 0 else { return }
            emit(total)
        }
    }

    /// Writes out the frame of `total` bytes that lies sealed in `scratch`. A full file ends the machine.
    private func emit(_ total: Int) {
        switch sink {
        case .relay(let relay): relay.put(scratch, total)
        case .device(let device):
            guard position &+ total <= limit else { return endFull(device) }
            let target = device.memory.advanced(by: position)
            memcpy(target + Frame.headerSize, scratch + Frame.headerSize, total &- Frame.headerSize)
            memcpy(target, scratch, 16)
            clinux_store_fence()
            target.storeBytes(of: scratch.load(fromByteOffset: 16, as: UInt64.self), toByteOffset: 16, as: UInt64.self)
            position &+= total
            frames &+= 1
        }
    }

    /// Says that something asked for could not be done. `what` is cut to 4 KiB.
    func trouble(_ what: UnsafeRawBufferPointer, errno: Int32) { complain(.trouble, what, errno) }

    /// Says that this kernel lacks something that the plan needs. `what` is cut to 4 KiB.
    func missing(_ what: UnsafeRawBufferPointer, errno: Int32) {
        hasMissing = true
        complain(.missing, what, errno)
    }

    /// Says why a file could not be written before the first step: one that isn't there is what this kernel lacks.
    func unwritten(_ path: UnsafeRawBufferPointer, called name: UnsafeRawBufferPointer, errno: Int32) {
        if errno == ENOENT { missing(name, errno: errno) } else { trouble(path, errno: errno) }
    }

    private func complain(_ kind: Frame.Kind, _ what: UnsafeRawBufferPointer, _ errno: Int32) {
        let count = min(what.count, 4096)
        payload.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
        payload.put(UnsafeRawBufferPointer(rebasing: what[..<count]), at: 4)
        store(unaligned: errno, at: 4 &+ count)
        append(kind, length: 8 &+ count)
    }

    /// Says that something asked for could not be done.
    func trouble(_ what: StaticString, errno: Int32 = 0) {
        trouble(UnsafeRawBufferPointer(start: what.utf8Start, count: what.utf8CodeUnitCount), errno: errno)
    }

    /// Puts `value` into the payload at any offset.
    func store(unaligned value: Int32, at offset: Int) {
        withUnsafeBytes(of: value) { payload.put($0, at: offset) }
    }

    /// Ends the machine: tells QEMU's exit device why, and halts every CPU.
    ///
    /// What the device promises is that QEMU ends, not when. QEMU 7.2 exits within the write; QEMU 10 only asks its main thread to, which in counted
    /// time gets its turn when no CPU has anything to do. To power off instead would not do: ACPI's way has a CPU wait in a loop for the power to go.
    static func end(_ ending: Ending) -> Never {
        outl(ending.rawValue, 0xf4)
        reboot(Int32(bitPattern: RB_HALT_SYSTEM))
        while true { pause() }
    }

    /// Ends the machine.
    func end(_ ending: Ending) -> Never { RecordFile.end(ending) }

    private func endFull(_ device: RecordDevice) {
        if limit < device.size {
            limit = device.size
            trouble("record file full")
        }
        end(.recordFileFull)
    }
}
