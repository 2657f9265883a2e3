import Faults
import Foundation
import SystemPackage
import TestSupport
import Testing
@testable import Kernels

/// An image may claim anything of what is packed in it.
@Suite struct KernelPayloadTests {
    /// A mebibyte of zeros, packed by gzip, which ends with the size.
    private func packed(_ fixture: TemporaryFolder) throws -> [UInt8] {
        let plain = try fixture.file("plain", [UInt8](repeating: 0, count: 1 << 20))
        let gzip = try Process.run(URL(fileURLWithPath: "/bin/gzip"), arguments: ["-9", plain.string])
        gzip.waitUntilExit()
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(plain).gz")))
    }

    @Test(
        arguments: [
            (1 << 20, nil), ((1 << 20) + 1, nil), ((1 << 20) - 1, "it unpacks to more than the 1048575 bytes"),
            (0, "it unpacks to more than the 0 bytes"), (0xffff_ffff, "it says that it unpacks to 4294967295 bytes"),
        ] as [(Int, String?)])
    func sizes(claimed: Int, words: String?) async throws {
        let fixture = try TemporaryFolder()
        defer { fixture.remove() }
        let prefix = [UInt8](repeating: 7, count: 100)
        let payload = try packed(fixture).dropLast(4) + (0..<4).map { UInt8(truncatingIfNeeded: claimed >> ($0 * 8)) }
        let image = try fixture.file("image", prefix + payload)
        let header = BootImage(release: "6.12.0", build: "6.12.0", payload: 100..<(100 + payload.count))
        let (elf, scratch) = (fixture.path.appending("elf"), fixture.path.appending("scratch"))
        var flaw: BootImage.Flaw?
        do {
            // What is unpacked is no kernel, so that there is nothing to boot sooner from.
            #expect(try await !KernelPayload.extract(header, of: image, to: elf, scratch: scratch))
        } catch let error as BootImage.Flaw {
            flaw = error
        } catch is HostError where claimed != 1 << 20 {
            // gzip itself compares the sizes.
        }
        if let words { #expect(flaw?.description.contains(words) == true, "\(String(describing: flaw))") }
        #expect(access(scratch.string, F_OK) != 0)
    }
}
