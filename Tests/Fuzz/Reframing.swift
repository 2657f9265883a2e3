import Evidence
import GuestProtocol

/// Makes frames of bytes that were frames before they were mutated.
enum Reframing {
    private static let magic = withUnsafeBytes(of: Frame.magic.littleEndian) { Array($0) }

    /// Where frames begin and end, by the magic number in the last four bytes of each header.
    static func frames(in bytes: [UInt8]) -> [Range<Int>] {
        var starts: [Int] = []
        var at = 20
        while at + 4 <= bytes.count {
            if bytes[at] == magic[0], bytes[at..<(at + 4)].elementsEqual(magic) {
                starts.append(at - 20)
                at += Frame.headerSize
            } else {
                at += 1
            }
        }
        return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<max($0, $1) }.filter { $0.count >= 24 }
    }

    /// The same frames with the lengths that they have, right checksums, and a goodbye that counts them.
    static func reframed(_ bytes: [UInt8]) -> [UInt8] {
        var writer = FrameWriter()
        for frame in frames(in: bytes) {
            var header = ByteReader(bytes[(frame.lowerBound + 4)..<(frame.lowerBound + 16)])
            let kind = header.integer(UInt16.self) ?? 0
            _ = header.integer(UInt16.self)
            let timeNs = header.integer(UInt64.self) ?? 0
            guard let known = Frame.Kind(rawValue: kind) else { continue }
            let payload = lengthened(Array(bytes[(frame.lowerBound + 24)..<frame.upperBound]), known)
            // What would end the reading is left out: there is more behind it to be read.
            guard payload.count <= Frame.maximumPayload, Record(kind: known, payload: payload[...]) != nil,
                known != .goodbye
            else { continue }
            writer.append(kind: kind, payload: payload, timeNs: timeNs)
        }
        writer.finish(timeNs: 1 << 40)
        return writer.bytes
    }

    /// A payload whose text is as long as it says.
    private static func lengthened(_ payload: [UInt8], _ kind: Frame.Kind) -> [UInt8] {
        let place: Int
        switch kind {
        case .kernelMessage, .trace: place = 0
        case .fileName: place = 2
        case .fileContent: place = 8
        default: return payload
        }
        guard payload.count >= place + 4 else { return payload }
        var payload = payload
        let length = UInt32(truncatingIfNeeded: payload.count - place - 4)
        withUnsafeBytes(of: length.littleEndian) { payload.replaceSubrange(place..<(place + 4), with: $0) }
        return payload
    }

    /// A few of each kind of frame: inputs that are small are mutated, and read, many times a second.
    static func thinned(_ evidence: Evidence) -> [UInt8] {
        var writer = FrameWriter()
        var readings: [UInt16: Int] = [:]
        var trace: [UInt8] = []
        var messages = 0
        for entry in evidence.entries {
            switch entry.record {
            case .fileContent(let file):
                readings[file.id, default: 0] += 1
                guard readings[file.id, default: 0] <= 2, readings.count <= 24, file.content.count < 700 else {
                    continue
                }
            case .kernelMessage(let text):
                let line = String(decoding: text, as: UTF8.self)
                guard messages > 0 || line.contains("invoked oom-killer"), messages < 45 else { continue }
                messages += 1
            case .trace(let piece):
                trace += piece
                continue
            case .goodbye: continue
            default: break
            }
            writer.append(entry.record, timeNs: entry.timeNs)
        }
        let words = ["mark_victim", "sched_process_exit", "signal_generate", "reap", "badness", "task_newtask"]
        let lines = trace.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        let telling = words.flatMap { word in lines.filter { $0.contains(word) }.prefix(4) }
        writer.append(
            .trace(Array((telling.joined(separator: "\n") + "\n").utf8)), timeNs: evidence.entries.last?.timeNs ?? 0)
        return writer.bytes
    }
}
