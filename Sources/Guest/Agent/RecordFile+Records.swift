import CLinux
import GuestProtocolEmbedded

/// The small records, put straight into the payload area.
extension RecordFile {
    /// Writes any record through its wire form. Allocates: for the time before the first step only.
    func appendBeforeSteps(_ record: Record) {
        let bytes = record.payload()
        let count = min(bytes.count, payload.count)
        bytes.withUnsafeBytes { payload.put($0) }
        append(record.kind, length: count)
    }

    func fileName(id: UInt16, path: UnsafeRawBufferPointer) {
        let count = min(path.count, 4096)
        payload.storeBytes(of: id, as: UInt16.self)
        store(unaligned: Int32(truncatingIfNeeded: count), at: 2)
        payload.put(UnsafeRawBufferPointer(rebasing: path[..<count]), at: 6)
        append(.fileName, length: 6 &+ count)
    }

    /// Where a file's content is to be read to, for `fileContent(id:count:)`.
    var contentArea: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: payload[12...]) }

    /// Writes the `count` bytes that were read into `contentArea`; a negative count is a negative errno.
    func fileContent(id: UInt16, count: Int) {
        payload.storeBytes(of: UInt32(id), as: UInt32.self)
        payload.storeBytes(of: count < 0 ? Int32(truncatingIfNeeded: -count) : 0, toByteOffset: 4, as: Int32.self)
        payload.storeBytes(of: UInt32(max(count, 0)), toByteOffset: 8, as: UInt32.self)
        append(.fileContent, length: 12 &+ max(count, 0))
    }

    /// Where a piece of a stream is to be read to, for `text(_:count:)`.
    var textArea: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: payload[4...]) }

    /// Writes the `count` bytes that were read into `textArea`.
    func text(_ kind: Frame.Kind, count: Int) {
        payload.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
        append(kind, length: 4 &+ count)
    }

    /// `started` and `ready` name a process of the plan and a pid; `exited` a pid and a wait status; `stepError` a step and an errno.
    func pair(_ kind: Frame.Kind, _ first: Int32, _ second: Int32) {
        payload.storeBytes(of: first, as: Int32.self)
        payload.storeBytes(of: second, toByteOffset: 4, as: Int32.self)
        append(kind, length: 8)
    }

    /// A workload's own words on a call of its that failed.
    func said(_ process: Int, errno: Int32, _ text: UnsafeRawBufferPointer) {
        payload.storeBytes(of: UInt32(truncatingIfNeeded: process), as: UInt32.self)
        payload.storeBytes(of: errno, toByteOffset: 4, as: Int32.self)
        payload.storeBytes(of: UInt32(truncatingIfNeeded: text.count), toByteOffset: 8, as: UInt32.self)
        payload.put(text, at: 12)
        append(.said, length: 12 &+ text.count)
    }

    func step(_ index: Int, _ event: Record.StepEvent) {
        payload.storeBytes(of: UInt32(truncatingIfNeeded: index), as: UInt32.self)
        payload[4] = event.rawValue
        append(.step, length: 5)
    }

    func mark(_ mark: Record.Mark) {
        payload[0] = mark.rawValue
        append(.mark, length: 1)
    }

    /// Says that the recorder has not looked since `fromNs`, longer than it meant to.
    func blind(fromNs: UInt64) {
        payload.storeBytes(of: fromNs, as: UInt64.self)
        append(.blind, length: 8)
    }

    func usage(cpuNs: UInt64, peakRSSBytes: UInt64) {
        payload.storeBytes(of: cpuNs, as: UInt64.self)
        payload.storeBytes(of: peakRSSBytes, toByteOffset: 8, as: UInt64.self)
        append(.usage, length: 16)
    }

    func goodbye() {
        payload.storeBytes(of: frames, as: UInt64.self)
        append(.goodbye, length: 8)
    }
}
