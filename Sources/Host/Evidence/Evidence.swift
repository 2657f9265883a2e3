import Digest
import Foundation
import GuestProtocol

/// The records of one run, read back from the frames that its guest wrote.
///
/// A guest is hostile or dying: reading never traps, stops at the first frame that doesn't check, and says where and why.
public struct Evidence: Equatable, Sendable {
    /// The longest evidence that is read. The shared record file has 16 MiB.
    public static let maximumBytes = 256 << 20

    /// One record, when it was written and where it lies.
    public struct Entry: Equatable, Sendable {
        /// CLOCK_MONOTONIC of the guest.
        public let timeNs: UInt64
        /// What was recorded.
        public let record: Record
        /// Where its frame begins in the file.
        public let offset: Int

        /// A record at its place.
        public init(timeNs: UInt64, record: Record, offset: Int) {
            self.timeNs = timeNs
            self.record = record
            self.offset = offset
        }
    }

    /// What follows the last good frame and isn't empty space.
    public struct TornTail: Equatable, Sendable {
        /// Where it begins.
        public let offset: Int
        /// What is wrong there.
        public let what: String
    }

    /// Every record, in the order of the file.
    public let entries: [Entry]
    /// What is wrong after the last good frame; `nil` where nothing is.
    public let torn: TornTail?
    /// Bytes of the good frames.
    public let usedBytes: Int
    /// SHA-256 over the good frames in hexadecimal digits: equal runs are equal here.
    public let fingerprint: String

    /// Whether the agent said goodbye in the last frame and every frame before it is there.
    public var complete: Bool {
        guard torn == nil, case .goodbye(let frames)? = entries.last?.record else { return false }
        return frames == UInt64(entries.count - 1)
    }

    /// Reads every good frame of `bytes`, whatever they are.
    public init(bytes: [UInt8]) {
        var entries: [Entry] = []
        var torn: TornTail?
        var offset = 0
        reading: while offset < bytes.count {
            switch FrameReader.frame(in: bytes, at: offset) {
            case .frame(let frame):
                entries.append(Entry(timeNs: frame.timeNs, record: frame.record, offset: offset))
                offset = frame.end
            case .empty:
                break reading
            case .torn(let what):
                torn = TornTail(offset: offset, what: what)
                break reading
            }
        }
        self.entries = entries
        self.torn = torn
        usedBytes = offset
        fingerprint = SHA256.of(bytes[..<offset])
    }

    /// Bytes of `file` worth keeping: the good frames and what is torn after them, without the empty space.
    public static func contentLength(of file: [UInt8]) -> Int {
        // Backwards in big steps: most of a record file is empty.
        let block = [UInt8](repeating: 0, count: 64 << 10)
        var end = file.count
        while end >= block.count && isZero(file, (end - block.count)..<end, like: block) { end -= block.count }
        guard let last = file[..<end].lastIndex(where: { $0 != 0 }) else { return 0 }
        return min(file.count, Frame.padded(last + 1))
    }
}

private func isZero(_ file: [UInt8], _ range: Range<Int>, like zeros: [UInt8]) -> Bool {
    file.withUnsafeBytes { raw in
        guard let base = raw.baseAddress else { return true }
        return memcmp(base + range.lowerBound, zeros, range.count) == 0
    }
}
