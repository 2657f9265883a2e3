import CLinux

/// A disk of compressed memory (zram) with an ext4 file system on it: real writeback, without a disk.
///
/// The file system is the smallest that ext4 accepts: one group of 32,768 blocks, no journal, extents, an empty root folder.
struct Disk {
    private static let blockSize = 4096
    private static let blocks = 32768
    private static let inodes = 256
    /// Superblock, descriptors, two bitmaps, eight blocks of inodes, and the root folder.
    private static let firstFreeBlock = 13

    /// Where it is mounted.
    let folder: CText

    /// Makes the disk and mounts it at `/tmp/ROLE`.
    init(_ arguments: Arguments) {
        let control = CText("/sys/class/zram-control/hot_add").cString
        guard let answer = SmallFile.read(control) else { fail("read", control) }
        let number = strtol(answer, nil, 10)
        var size = CText("/sys/block/zram")
        size.append(number)
        size.append("/disksize")
        guard SmallFile.write(CText("128M").cString, to: size.cString) else { fail("write", size.cString) }
        var device = CText("/dev/zram")
        device.append(number)
        Disk.makeFileSystem(on: device.cString)
        folder = CText.folder(of: arguments.role)
        mkdir(folder.cString, 0o755)
        let failure = mount(device.cString, folder.cString, CText("ext4").cString, 0, nil)
        if failure != 0 { fail("mount ext4 on", folder.cString) }
    }

    private static func makeFileSystem(on device: UnsafePointer<CChar>) {
        let file = clinux_open(device, O_RDWR)
        guard file >= 0 else { fail("open", device) }
        let block = UnsafeMutableRawPointer.allocate(byteCount: blockSize, alignment: 8)
        for number in 0..<firstFreeBlock where !(5..<12).contains(number) {
            memset(block, 0, blockSize)
            switch number {
            case 0: superblock(block + 1024)
            case 1: descriptor(block)
            case 2: memset(block, 0xff, 1); (block + 1).storeBytes(of: 0x1f, as: UInt8.self)
            case 3: inodeBitmap(block)
            case 4: rootInode(block + 128)
            case 12: rootFolder(block)
            default: break
            }
            if pwrite(file, block, blockSize, number * blockSize) != blockSize {
                fail("pwrite", device)
            }
        }
        block.deallocate()
        close(file)
    }

    private static func put(_ area: UnsafeMutableRawPointer, _ offset: Int, _ value: Int) {
        area.storeBytes(of: UInt32(truncatingIfNeeded: value), toByteOffset: offset, as: UInt32.self)
    }

    private static func superblock(_ area: UnsafeMutableRawPointer) {
        put(area, 0, inodes)
        put(area, 4, blocks)
        put(area, 12, blocks - firstFreeBlock)
        put(area, 16, inodes - 10)
        put(area, 24, 2)  // log2 of the block size, from 1024 on
        put(area, 28, 2)
        put(area, 32, blocks)
        put(area, 36, blocks)
        put(area, 40, inodes)
        put(area, 52, 0xffff << 16)  // any number of mounts
        put(area, 56, 0xef53 | 1 << 16)  // the magic number; clean
        put(area, 60, 1)  // go on after errors
        put(area, 76, 1)
        put(area, 84, 11)
        put(area, 88, 128)
        put(area, 96, 0x42)  // file types in folders, extents
        put(area, 100, 2)  // large files
    }

    private static func descriptor(_ area: UnsafeMutableRawPointer) {
        put(area, 0, 2)
        put(area, 4, 3)
        put(area, 8, 4)
        put(area, 12, (blocks - firstFreeBlock) | (inodes - 10) << 16)
        put(area, 16, 1)
    }

    private static func inodeBitmap(_ area: UnsafeMutableRawPointer) {
        memset(area, 0xff, blockSize)
        memset(area, 0, inodes / 8)
        put(area, 0, 0x3ff)
    }

    private static func rootInode(_ area: UnsafeMutableRawPointer) {
        put(area, 0, 0o40755)
        put(area, 4, blockSize)
        put(area, 24, 2 << 16)
        put(area, 28, blockSize / 512)
        put(area, 40, 12)
    }

    /// The entries `.` and `..`.
    private static func rootFolder(_ area: UnsafeMutableRawPointer) {
        put(area, 0, 2)
        put(area, 4, 12 | 1 << 16 | 2 << 24)
        put(area, 8, 0x2e)
        put(area, 12, 2)
        put(area, 16, (blockSize - 12) | 2 << 16 | 2 << 24)
        put(area, 20, 0x2e2e)
    }
}
