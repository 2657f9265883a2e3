import Record
import Testing
@testable import Report

@Suite struct ReserveTextTests {
    private func reserve(_ source: String) -> RunRecord.ReserveRecord {
        RunRecord.ReserveRecord(
            source: source, atNs: 1_518_950_000, node: 0, zone: "DMA32", belowPages: 180, freePages: 171, minPages: 351,
            pcpPages: nil, highatomicPages: nil, request: nil)
    }

    @Test func aSampleHasNumbersOnly() {
        #expect(
            ReserveText.line(reserve("buddyinfo"))
                == "180 pages below min in node 0 DMA32 (171 free, min 351), buddyinfo")
    }

    @Test func aReportSaysWhoAsked() {
        var reserve = reserve("allocation_failure")
        reserve.pcpPages = 12
        reserve.highatomicPages = 2
        reserve.request = .init(task: "hog/26", pid: 97, role: "hog", order: 0, gfp: "0x40cc0(GFP_KERNEL|__GFP_COMP)")
        #expect(
            ReserveText.line(reserve)
                == "180 pages below min in node 0 DMA32 (171 free, min 351; 12 more on the CPUs' lists; highatomic 2), allocation failure: "
                + "hog (hog/26, pid 97), order 0, 0x40cc0(GFP_KERNEL|__GFP_COMP)")
    }
}
