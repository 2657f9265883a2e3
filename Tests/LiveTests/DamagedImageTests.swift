import Faults
import Foundation
import HostFiles
import Kernels
import Lab
import SystemPackage
import Testing

extension Live {
    /// An image that a disk has damaged never boots: it is made again, or the command ends with 2 and the way out.
    @Suite struct DamagedImageTests {
        /// Twenty bits in each of the images: the ELF that boots, the bzImage that it is made of, the initramfs.
        private static let flips = 20

        @Test func bitsOfTheUnpackedImage() async throws {
            try await inACopy { kernel in
                let elf = try #require(kernel.elf)
                let sound = try Data(contentsOf: URL(fileURLWithPath: elf.string))
                #expect(try await kernel.soundImage { _ in Issue.record("nothing is damaged") } == elf)
                for flip in 0..<Self.flips {
                    try Self.flip(elf)
                    #expect(try await kernel.soundImage() == elf)
                    #expect(try Data(contentsOf: URL(fileURLWithPath: elf.string)) == sound, "flip \(flip)")
                }
                try Data(sound.prefix(1 << 20)).write(to: URL(fileURLWithPath: elf.string))
                #expect(try await kernel.soundImage() == elf)
                try FileManager.default.removeItem(atPath: elf.string)
                #expect(try await kernel.soundImage() == elf)
                #expect(try Data(contentsOf: URL(fileURLWithPath: elf.string)) == sound)
            }
        }

        /// With both images damaged there is nothing to make one of.
        @Test func bitsOfTheBzImage() async throws {
            try await inACopy { kernel in
                let elf = try #require(kernel.elf)
                let sound = try Data(contentsOf: URL(fileURLWithPath: kernel.bzImage.string))
                try Self.flip(elf)
                for _ in 0..<Self.flips {
                    try Self.flip(kernel.bzImage)
                    let error = await #expect(throws: HostError.self) { try await kernel.soundImage() }
                    #expect(error?.message.contains("is damaged") == true && error?.remedy?.contains("fetch") == true)
                    try sound.write(to: URL(fileURLWithPath: kernel.bzImage.string))
                }
                #expect(try await kernel.soundImage() == elf)
            }
        }

        @Test func bitsOfTheInitramfs() async throws {
            try await Command.inScratch { command in
                let cache = CacheFolder(path: command.folder.appending("cache"))
                let programs = try OwnPrograms.find()
                let image = try GuestImage.make(programs: programs, modules: [], cache: cache)
                let sound = try Data(contentsOf: URL(fileURLWithPath: image.path.string))
                for _ in 0..<Self.flips {
                    try Self.flip(image.path)
                    #expect(try GuestImage.make(programs: programs, modules: [], cache: cache) == image)
                    #expect(try Data(contentsOf: URL(fileURLWithPath: image.path.string)) == sound)
                }
            }
        }

        @Test func theCommandSaysSo() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator("touch \(command.folder)/started; exit 33")
                try Self.flip(command.folder.appending("cache/oomlab/v1/kernels/hangs/bzImage"))
                let answer = try await command("run", "baseline-anon", "--kernel", "hangs")
                #expect(answer.status == 2, "\(answer)")
                let words = answer.output + answer.errors
                #expect(
                    words.contains("kernel hangs in the cache is damaged") && words.contains("add it again"), "\(words)"
                )
                #expect(command.names() == [] && !command.names(in: ".").contains("started"))
            }
        }

        /// Gives `body` a kernel of the user's cache in a cache of its own, without modules.
        private func inACopy(_ body: (InstalledKernel) async throws -> Void) async throws {
            let kernel = try await LiveKernels.kernel("5.10")
            try await Command.inScratch { command in
                let cache = CacheFolder(path: command.folder.appending("cache"))
                let copy = cache.path.appending("kernels").appending(kernel.name)
                try FileManager.default.createDirectory(atPath: copy.string, withIntermediateDirectories: true)
                for name in ["bzImage", "vmlinux", "kernel.json"] {
                    try FileManager.default.copyItem(
                        atPath: kernel.bzImage.removingLastComponent().appending(name).string,
                        toPath: copy.appending(name).string)
                }
                // A cache that an older version filled learns its hashes when it is used first.
                _ = try await KernelStore(cache: cache).resolve(kernel.name).first?.soundImage()
                try await body(#require(try KernelStore(cache: cache).resolve(kernel.name).first))
            }
        }

        /// Changes one bit somewhere, as a disk does: neither size nor time tell.
        private static func flip(_ path: FilePath) throws {
            var status = stat()
            try #require(stat(path.string, &status) == 0)
            let place = Int64.random(in: 0..<Int64(status.st_size))
            let file = try FileDescriptor.open(path, .readWrite)
            try file.closeAfter {
                var byte: [UInt8] = [0]
                _ = try byte.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: place, into: $0) }
                byte[0] ^= 1 << UInt8.random(in: 0...7)
                try file.writeAll(toAbsoluteOffset: place, byte)
            }
            try #require(utimensat(AT_FDCWD, path.string, [status.st_atim, status.st_mtim], 0) == 0)
        }
    }
}
