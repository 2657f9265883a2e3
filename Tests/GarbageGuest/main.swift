// PID 1 of a guest that is up to no good: it writes garbage into the file that it shares with the host. Which garbage is told by the word
// `garbage=` on the kernel's command line, which the kernel hands on as a variable.
import CLinux
import GuestProtocolEmbedded

/// The agent's own words for the end of the machine: it is done, and it gave up.
let done: UInt32 = 0x10
let failed: UInt32 = 0x12

func run() -> Never {
    Filesystems.mountAll()
    iopl(3)
    guard let device = RecordDevice.find(), let word = getenv("garbage") else { end(failed) }
    var garbage = Garbage(device)
    switch UInt8(bitPattern: word.pointee) {
    case UInt8(ascii: "n"): garbage.noise()
    case UInt8(ascii: "l"): garbage.mad(.lengths)
    case UInt8(ascii: "c"): garbage.mad(.contents)
    case UInt8(ascii: "s"): garbage.smallFramesForEver()
    case UInt8(ascii: "o"): garbage.overwrite()
    default: end(failed)
    }
    end(done)
}

func end(_ status: UInt32) -> Never {
    outl(status, 0xf4)
    while true { pause() }
}

run()
