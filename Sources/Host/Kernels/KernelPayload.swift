import Foundation
import HostFiles
import SystemPackage

/// Takes the ELF image out of a bzImage: started directly through its PVH entry it boots a second sooner, for
/// nothing is unpacked under emulation.
enum KernelPayload {
    /// Writes the ELF image of the bzImage at `image` to `elf`; false where it has none that PVH can start.
    ///
    /// No more is unpacked than the image says that it holds, which is written behind the packed payload.
    ///
    /// - Parameter scratch: A path for the packed payload, removed again.
    /// - Throws: `BootImage.Flaw` if it holds more than that, or says that it holds more than any kernel.
    static func extract(_ header: BootImage, of image: FilePath, to elf: FilePath, scratch: FilePath) async throws
        -> Bool
    {
        let file = try Data(contentsOf: URL(filePath: image.string), options: .mappedIfSafe)
        guard header.payload.upperBound <= file.count else { return false }
        let payload = file[header.payload]
        if let compression = Compression(payload.prefix(8)) {
            let expected = Int(LittleEndian(payload).integer(UInt32.self, at: payload.count - 4) ?? 0)
            guard expected <= BootImage.maximumBytes else {
                throw BootImage.Flaw(
                    description:
                        "it says that it unpacks to \(expected) bytes, and no kernel has more than \(BootImage.maximumBytes)"
                )
            }
            let tail = compression.hasSizeTail ? 4 : 0
            try payload.dropLast(tail).write(to: URL(filePath: scratch.string))
            defer { try? FileManager.default.removeItem(atPath: scratch.string) }
            do {
                try await compression.tool.filter(["-dc"], from: scratch, to: elf, limit: expected)
            } catch is Tool.Excess {
                _ = try refuse(elf)
                throw BootImage.Flaw(description: "it unpacks to more than the \(expected) bytes that it says")
            }
            guard try FileDigest.size(of: elf) == expected else { return try refuse(elf) }
        } else {
            try payload.write(to: URL(filePath: elf.string))
        }
        return try isPVH(elf) ? true : try refuse(elf)
    }

    /// Whether the file is an x86-64 kernel with the Xen note that gives a 32-bit physical entry point.
    static func isPVH(_ elf: FilePath) throws -> Bool {
        let file = try Data(contentsOf: URL(filePath: elf.string), options: .mappedIfSafe)
        guard LittleEndian(file).integer(UInt16.self, at: 18) == Architecture.current.elfMachine else { return false }
        return ELF64(file)?.hasNote(owner: "Xen", type: physical32Entry) ?? false
    }

    /// XEN_ELFNOTE_PHYS32_ENTRY of xen/interface/elfnote.h.
    private static let physical32Entry: UInt32 = 18

    private static func refuse(_ elf: FilePath) throws -> Bool {
        try FileManager.default.removeItem(atPath: elf.string)
        return false
    }
}
