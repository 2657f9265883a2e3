import Study
import Testing

@Suite struct KernelFilesTests {
    @Test func flatKeyed() {
        #expect(KernelFiles.flatKeyed("oom 3\noom_kill 1\n") == ["oom": 3, "oom_kill": 1])
        #expect(KernelFiles.flatKeyed("oom -3\noom_kill\nmax 18446744073709551616\n 1\na b c\n") == [:])
        #expect(KernelFiles.flatKeyed("") == [:])
    }

    @Test func single() {
        #expect(KernelFiles.single("4096\n") == 4096)
        #expect(KernelFiles.single("max\n") == nil)
        #expect(KernelFiles.single("") == nil)
        #expect(KernelFiles.single("18446744073709551615\n") == .max)
        #expect(KernelFiles.single("18446744073709551616\n") == nil)
    }

    @Test func colonKeyed() {
        let status = KernelFiles.colonKeyed("Name:\tho:g\nVmRSS:\t    1234 kB\nno colon\n")
        #expect(status["Name"] == "ho:g")
        #expect(KernelFiles.kilobytes(status["VmRSS"]) == 1234)
        #expect(KernelFiles.kilobytes(status["VmSwap"]) == nil)
    }

    @Test func pressure() {
        let text = "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n"
        #expect(KernelFiles.pressureTotals(text) == (12, 7))
        #expect(KernelFiles.pressureTotals("some avg10=0.00 total=12\n") == (12, nil))
        #expect(KernelFiles.pressureTotals("full total=x") == (nil, nil))
    }

    @Test func freePages() {
        let text = """
            Node 0, zone      DMA      1      1      0
            Node 0, zone    DMA32      2      0      4
            """
        #expect(KernelFiles.freePages(buddyinfo: text) == 1 + 2 + 2 + 16)
        #expect(KernelFiles.freePages(buddyinfo: "") == nil)
        #expect(KernelFiles.freePages(buddyinfo: "Node 0, zone DMA 99999999999 1") == nil)
    }

    @Test func zones() {
        let text = """
            Node 0, zone      DMA
              pages free     100
                    boost    0
                    min      10
                    low      20
                    managed  200
            Node 0, zone   Normal
              pages free     5
                    min      7
                    managed  0
            """
        #expect(KernelFiles.zones(zoneinfo: text).map(\.free) == [100])
        #expect(KernelFiles.zones(zoneinfo: text).map(\.min) == [10])
        #expect(KernelFiles.zones(zoneinfo: text).map(\.zone) == [KernelFiles.ZoneName(node: 0, name: "DMA")])
        #expect(KernelFiles.zones(zoneinfo: "garbage").isEmpty)
    }
}
