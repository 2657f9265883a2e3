/// Writes a cpio archive of the "newc" form, which the kernel unpacks as its first root file system
/// (Documentation/driver-api/early-userspace/buffer-format.rst). Equal contents give equal bytes: no times, no owners, inodes in order.
struct NewcArchive {
    /// The archive so far.
    private(set) var bytes: [UInt8] = []
    private var inode: UInt32 = 0

    /// Appends a folder. Parents come before their contents; `path` has no slash in front.
    mutating func addFolder(_ path: String) { append(path, mode: 0o040755, links: 2, content: []) }

    /// Appends a regular file.
    mutating func addFile(_ path: String, executable: Bool = false, content: [UInt8]) {
        append(path, mode: executable ? 0o100755 : 0o100644, links: 1, content: content)
    }

    /// The archive with its end mark, padded to 512 bytes as cpio does.
    consuming func finished() -> [UInt8] {
        inode = 0
        append("TRAILER!!!", mode: 0, links: 1, content: [], counted: false)
        pad(to: 512)
        return bytes
    }

    private mutating func append(
        _ path: String, mode: UInt32, links: UInt32, content: [UInt8], counted: Bool = true
    ) {
        if counted { inode += 1 }
        let name = Array(path.utf8) + [0]
        // ino, mode, uid, gid, nlink, mtime, filesize, device (2), special device (2), namesize, check
        let fields: [UInt32] = [
            inode, mode, 0, 0, links, 0, UInt32(content.count), 0, 0, 0, 0, UInt32(name.count), 0,
        ]
        bytes += Array("070701".utf8)
        for field in fields { appendHexadecimal(field) }
        bytes += name
        pad(to: 4)
        bytes += content
        pad(to: 4)
    }

    private mutating func appendHexadecimal(_ value: UInt32) {
        let digits = Array("0123456789ABCDEF".utf8)
        for shift in stride(from: 28, through: 0, by: -4) {
            bytes.append(digits[Int(value >> UInt32(shift)) & 15])
        }
    }

    private mutating func pad(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}
