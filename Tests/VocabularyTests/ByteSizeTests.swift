import Testing
import Vocabulary

@Suite struct ByteSizeTests {
    @Test(
        arguments: [
            ("0", 0), ("4096", 4096), ("64K", 65536), ("90M", 94_371_840), ("1G", 1 << 30), ("1.5G", 3 << 29),
            ("64MiB", 64 << 20), ("2 kb", 2048), ("16T", 16 << 40), ("0.5K", 512), ("18446744073709551615", UInt64.max),
        ] as [(String, UInt64)])
    func reads(text: String, bytes: UInt64) { #expect(ByteSize(text)?.bytes == bytes) }

    @Test(arguments: [
        "", "M", "-1", "-64M", "+1", "1.5", "1..5M", "64X", "64MM", "18446744073709551616", "16777216T", "1e9", ".5G",
        "5.", "0x10", " 5", "١M", "1.0000000001T",
    ])
    func refuses(text: String) { #expect(ByteSize(text) == nil) }

    @Test(arguments: ["0", "1", "4097", "4K", "90M", "3G", "2T", "1536M"])
    func describesWhatItReads(text: String) { #expect(ByteSize(text)?.description == text) }
}

@Suite struct GuestDurationTests {
    @Test(
        arguments: [
            ("0", 0), ("5s", 5_000_000_000), ("200ms", 200_000_000), ("10us", 10_000), ("10µs", 10_000), ("50ns", 50),
            ("1.5s", 1_500_000_000), ("2m", 120_000_000_000), ("0.1us", 100),
        ] as [(String, UInt64)])
    func reads(text: String, nanoseconds: UInt64) { #expect(GuestDuration(text)?.nanoseconds == nanoseconds) }

    @Test(arguments: ["", "5", "-5s", "5 hours", "0.1ns", "99999999999s", "s", "1e3s", "NaNs"])
    func refuses(text: String) { #expect(GuestDuration(text) == nil) }

    @Test(arguments: ["0s", "5s", "200ms", "10us", "50ns", "1500ms"])
    func describesWhatItReads(text: String) { #expect(GuestDuration(text)?.description == text) }

    @Test func clampsWhatDoesNotFit() { #expect(GuestDuration.seconds(.max).nanoseconds == .max) }
}
