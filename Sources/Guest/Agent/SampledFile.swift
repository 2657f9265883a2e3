import CLinux
import GuestProtocolEmbedded

/// A file that is read again and again: opened before the pressure, read with pread, written down when it has changed.
struct SampledFile {
    private let id: UInt16
    private let descriptor: Int32
    /// Of the content that was written last: 64 bits, so that equal means equal without a second buffer for each file.
    private var checksum: UInt64 = 0
    /// Its length; below zero an errno.
    private var length = Int.min

    /// Opens the file `name` in `folder`. `nil` where this kernel lacks it: it then shows as absent on the host.
    init?(_ folder: Text, _ name: StaticString, _ names: FileNames) {
        var path = folder
        defer { path.truncate(to: folder.count) }
        path.append(name)
        descriptor = clinux_open(path.cString, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        id = names.define(path.raw)
    }

    /// Reads the file, and writes it down if it has changed. The content stays in `out.contentArea`; `nil` where it is as before.
    mutating func read(_ out: RecordFile) -> Int? {
        let area = out.contentArea
        let count = pread(descriptor, area.baseAddress, area.count, 0)
        guard count >= 0 else {
            let failure = -Int(clinux_errno())
            guard failure != length else { return nil }
            length = failure
            out.fileContent(id: id, count: failure)
            return nil
        }
        let sum = SampledFile.checksum(area, count)
        guard count != length || sum != checksum else { return nil }
        length = count
        checksum = sum
        out.fileContent(id: id, count: count)
        return count
    }

    /// The area doesn't start at a multiple of 8, hence the unaligned loads.
    private static func checksum(_ area: UnsafeMutableRawBufferPointer, _ count: Int) -> UInt64 {
        var sum = Frame.checksumSeed
        var offset = 0
        while offset &+ 8 <= count {
            sum = Frame.checksum(sum, adding: area.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        while offset < count {
            sum = Frame.checksum(sum, adding: UInt64(area[offset]))
            offset &+= 1
        }
        return sum
    }
}
