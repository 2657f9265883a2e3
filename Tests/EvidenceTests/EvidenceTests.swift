import Evidence
import GuestProtocol
import Testing

@Suite struct EvidenceTests {
    /// Three records and a goodbye, as a guest leaves them.
    private func frames() -> FrameWriter {
        var writer = FrameWriter()
        writer.append(.mark(.snapshotBegan), timeNs: 10)
        writer.append(.kernelMessage(Array("6,1,1500000,-;hello".utf8)), timeNs: 20)
        writer.append(.trouble(what: Array("mount".utf8), errno: 2), timeNs: 30)
        writer.finish(timeNs: 40)
        return writer
    }

    @Test func readsWhatWasWritten() {
        let evidence = Evidence(bytes: frames().bytes)
        #expect(evidence.entries.map(\.timeNs) == [10, 20, 30, 40])
        #expect(evidence.entries[2].record == .trouble(what: Array("mount".utf8), errno: 2))
        #expect(evidence.torn == nil)
        #expect(evidence.complete)
        #expect(evidence.usedBytes == frames().bytes.count)
    }

    @Test func emptySpaceBehindTheFramesIsNoDamage() {
        let plain = frames().bytes
        let padded = plain + [UInt8](repeating: 0, count: 4096)
        #expect(Evidence(bytes: padded) == Evidence(bytes: plain))
        #expect(Evidence.contentLength(of: padded) == plain.count)
        #expect(Evidence.contentLength(of: [UInt8](repeating: 0, count: 100)) == 0)
    }

    @Test func aTailTornAtAnyByteIsNoticedAndNamed() {
        let whole = frames().bytes
        let starts = Evidence(bytes: whole).entries.map(\.offset) + [whole.count]
        for length in 0..<whole.count {
            let evidence = Evidence(bytes: Array(whole[..<length]))
            let good = starts.last { $0 <= length } ?? 0
            #expect(evidence.usedBytes == good)
            #expect(!evidence.complete)
            #expect((evidence.torn == nil) == (length == good), "cut at \(length)")
            #expect(evidence.torn?.offset ?? good == good)
        }
    }

    @Test func aFlippedByteEndsTheReadingWhereItLies() {
        let whole = frames().bytes
        let starts = Evidence(bytes: whole).entries.map(\.offset)
        for position in whole.indices {
            var damaged = whole
            damaged[position] ^= 0x55
            let evidence = Evidence(bytes: damaged)
            #expect(evidence.usedBytes == starts.last { $0 <= position })
            #expect(evidence.torn != nil && !evidence.complete)
        }
    }

    @Test func aFrameWithoutItsMagicWasNotFinished() {
        var bytes = frames().bytes
        let last = Evidence(bytes: bytes).entries[3].offset
        for index in 20..<24 { bytes[last + index] = 0 }
        #expect(Evidence(bytes: bytes).torn?.what == "a frame was begun and not finished")
    }

    @Test(arguments: [UInt64(1), 7, 42, 1 << 40])
    func garbageNeverTraps(seed: UInt64) {
        var state = seed
        var bytes: [UInt8] = []
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(truncatingIfNeeded: state >> 33))
        }
        #expect(Evidence(bytes: bytes).entries.isEmpty)
        // Garbage as the payload of well-formed frames of every kind, known or not.
        for kind in UInt16(0)...20 {
            for length in [0, 1, 3, 8, 64, 1000] {
                var writer = FrameWriter()
                writer.append(kind: kind, payload: Array(bytes[..<length]), timeNs: state)
                _ = Evidence(bytes: writer.bytes).kernelLog
            }
        }
    }

    @Test func anUnknownKindIsNamed() {
        var writer = frames()
        writer.append(kind: 999, payload: [1, 2, 3], timeNs: 50)
        #expect(Evidence(bytes: writer.bytes).torn?.what == "a frame is of unknown kind 999")
    }

    @Test func aLostFrameMakesEvidenceIncomplete() {
        var writer = FrameWriter()
        writer.append(.mark(.stepsEnded), timeNs: 1)
        writer.append(.goodbye(frames: 2), timeNs: 2)
        let evidence = Evidence(bytes: writer.bytes)
        #expect(evidence.torn == nil && !evidence.complete)
    }

    @Test func theFingerprintTellsDifferentRunsApart() {
        var other = frames()
        other.append(.mark(.deadline), timeNs: 50)
        #expect(Evidence(bytes: other.bytes).fingerprint != Evidence(bytes: frames().bytes).fingerprint)
        #expect(
            Evidence(bytes: []).fingerprint == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
