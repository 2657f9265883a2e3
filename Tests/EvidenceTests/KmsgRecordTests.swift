import Evidence
import GuestProtocol
import Testing

@Suite struct KmsgRecordTests {
    private func record(_ text: String) -> KmsgRecord? { KmsgRecord(kmsg: Array(text.utf8)) }

    @Test func readsAndPrintsLikeDmesg() {
        let message = record("6,339,5140900,-;NET: Registered protocol family 10\n SUBSYSTEM=net\n DEVICE=n1\n")
        #expect(message?.priority == 6 && message?.sequence == 339)
        #expect(message?.lines == ["[    5.140900] NET: Registered protocol family 10"])
        #expect(record("4,1,1234567000042,-,caller=T1;x")?.lines == ["[1234567.000042] x"])
    }

    @Test func undoesEscapesAndKeepsSeveralLinesApart() {
        #expect(record(#"4,2,7,-;a\x0ab\x5cx"#)?.lines == ["[    0.000007] a", #"[    0.000007] b\x"#])
        #expect(record(#"4,2,7,-;cut \x0"#)?.text == #"cut \x0"#)
    }

    @Test(arguments: ["", ";", "a,b,c;d", "1,2;text", "6,99999999999999999999,1,-;x"])
    func refusesWhatIsNoRecord(text: String) { #expect(record(text) == nil) }

    @Test func namesLostMessages() {
        var writer = FrameWriter()
        for text in ["6,1,0,-;one", "6,2,1,-;two", "6,5,2,-;five"] {
            writer.append(.kernelMessage(Array(text.utf8)), timeNs: 0)
        }
        #expect(
            Evidence(bytes: writer.bytes).kernelLog == """
                [    0.000000] one
                [    0.000001] two
                oomlab: 2 kernel messages lost before number 5
                [    0.000002] five

                """)
    }
}
