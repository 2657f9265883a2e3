/// Runs over bytes that nobody listens to, and stops at the first that may begin something.
///
/// Every line that can open a report or be an event holds one of a few anchors. The first three bytes of all of them are looked for
/// in sixteen places at once, so that a log of other lines costs little more than finding its line ends. A false stop costs the
/// classification of one line and changes nothing.
enum AnchorScanner {
    /// How far the scan came.
    struct Position {
        /// Start of the line that holds an anchor, or that the bytes end in.
        var lineStart: Int
        /// Line ends before `lineStart`.
        var lineEnds = 0
        /// Whether that line holds an anchor.
        var hasAnchor = false
    }

    private typealias Block = SIMD16<UInt8>
    private typealias Mask = SIMDMask<SIMD16<Int8>>

    /// Scans from the start of a line.
    static func scan(_ text: Text, from start: Int) -> Position {
        var position = Position(lineStart: start)
        var at = start
        // The first bytes of an anchor are three, so a block looks two bytes ahead.
        while at + 18 <= text.count {
            // The counts of a lane are bytes: at most 255 blocks go into one.
            let stop = min(text.count - 18, at + 254 * 16)
            var ends = Block.zero
            var found: Int?
            while found == nil, let places = pass(text, &at, stop, &ends) {
                found = anchor(text, at, places[0]) ?? anchor(text, at + 8, places[1])
                if found == nil { count(text, &at, &ends) }
            }
            for lane in 0..<16 { position.lineEnds += Int(ends[lane]) }
            if let found { return finish(text, counted: at, hit: found, start, position) }
        }
        let found = anchor(text, from: at, to: text.count)
        return finish(text, counted: at, hit: found, start, position)
    }

    /// Passes the blocks in which no anchor can begin; nil at the end of them, else the places in question in the block at `at`.
    ///
    /// A function that isn't inlined and calls nothing: all that it needs stays in registers, which makes the whole scan an eighth faster.
    @inline(never)
    private static func pass(_ text: Text, _ at: inout Int, _ stop: Int, _ ends: inout Block) -> SIMD2<UInt64>? {
        while at <= stop {
            let places = halves(beginnings(load(text, at), load(text, at &+ 1), load(text, at &+ 2)))
            if places[0] | places[1] != 0 { return places }
            count(text, &at, &ends)
        }
        return nil
    }

    /// Counts the line ends of one block, and passes it.
    @inline(__always)
    private static func count(_ text: Text, _ at: inout Int, _ ends: inout Block) {
        // A lane that is set is 255, which is -1.
        ends &-= bytes(load(text, at) .== all("\n"))
        at &+= 16
    }

    /// Whether a line holds an anchor.
    static func holdsAnchor(_ text: Text) -> Bool { scan(text, from: 0).hasAnchor }

    /// Counts the line ends behind what the blocks counted, and goes back to the start of the line.
    private static func finish(
        _ text: Text, counted: Int, hit: Int?, _ start: Int, _ before: Position
    ) -> Position {
        var position = before
        let end = hit ?? text.count
        for at in counted..<max(counted, end) where text[at] == 0x0a { position.lineEnds += 1 }
        position.hasAnchor = hit != nil
        position.lineStart = end
        while position.lineStart > start, text[position.lineStart - 1] != 0x0a { position.lineStart -= 1 }
        return position
    }

    /// The first of eight places where an anchor stands, of those whose byte in `places` isn't 0. Other lines stop the scan at every
    /// twentieth block or so: only the places in question are looked at.
    @inline(__always)
    private static func anchor(_ text: Text, _ start: Int, _ places: UInt64) -> Int? {
        var rest = places
        while rest != 0 {
            let place = rest.trailingZeroBitCount / 8
            if isAnchor(text, start + place) { return start + place }
            rest &= ~(0xff << (UInt64(place) * 8))
        }
        return nil
    }

    /// The first place in a range where an anchor stands.
    private static func anchor(_ text: Text, from start: Int, to end: Int) -> Int? {
        for at in start..<max(start, end) where isAnchor(text, at) { return at }
        return nil
    }

    @inline(__always)
    private static func load(_ text: Text, _ at: Int) -> Block {
        UnsafeRawPointer(text.base + at).loadUnaligned(as: Block.self)
    }

    /// Not 0 where an anchor may begin, for sixteen bytes and the two bytes behind each. Letters that differ in few bits are looked for together:
    /// this runs over every byte of a log, and what it lets through wrongly is sorted out by `isAnchor`.
    @inline(__always)
    private static func beginnings(_ first: Block, _ second: Block, _ third: Block) -> Block {
        // oom, OOM, Oops, mory, more
        let memory =
            alike(first, "o", 0x22) .& alike(second, "o", 0x20)
            .& (alike(third, "m", 0x22) .| alike(third, "r", 0x22))
        // Killed, Kernel, LOCKUP; BUG
        let kill = alike(first, "K", 0x09) .& (alike(second, "e", 0x0c) .| (second .== all("U")))
        // Task, WARNING; page
        let task =
            alike(second, "a", 0x20)
            .& (alike(first, "T", 0x03) .| ((first .== all("p")) .& (third .== all("g"))))
        // rcu_preempt, total_vm: a small letter and an underscore differ in bits that hardly any two letters of a word differ in.
        let difference = first ^ second
        let under = (difference & Block(repeating: 0xfc)) .== Block(repeating: 0x28)
        // [#
        let mark = difference .== Block(repeating: 0x78)
        // Sums instead of `.|`: this deep in an expression the compiler no longer sees that lanes are all set or clear, and makes them so once more.
        return (bytes(memory) &+ bytes(kill)) &+ (bytes(task) &+ bytes(under .| mark))
    }

    /// Where a byte is this one, apart from some bits.
    @inline(__always)
    private static func alike(_ block: Block, _ byte: Unicode.Scalar, _ bits: UInt8) -> Mask {
        (block | Block(repeating: bits)) .== Block(repeating: UInt8(ascii: byte) | bits)
    }

    /// 255 in the lanes that are set. A mask of 8-bit lanes is as large as the bytes, and a lane is all ones or all zeros.
    @inline(__always)
    private static func bytes(_ mask: Mask) -> Block { unsafeBitCast(mask, to: Block.self) }

    /// A byte in every lane.
    @inline(__always)
    private static func all(_ byte: Unicode.Scalar) -> Block { Block(repeating: UInt8(ascii: byte)) }

    /// The lanes as the bytes of two words, the first lane lowest. The standard library's `any` goes through the lanes one by one.
    @inline(__always)
    private static func halves(_ bytes: Block) -> SIMD2<UInt64> {
        let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        return SIMD2(UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
    }

    /// Whether an anchor stands here.
    static func isAnchor(_ text: Text, _ at: Int) -> Bool {
        switch text[at] {
        case UInt8(ascii: "o"): text.has("oom", at) && endsOOM(text[at + 3])
        case UInt8(ascii: "m"): text.has("mory", at) && isOfInterest(memory: text, at) || text.has("more than ", at)
        case UInt8(ascii: "O"): text.has("OOM", at) || text.has("Oops", at)
        // The K of LOCKUP too.
        case UInt8(ascii: "K"): text.has("Kill", at) || text.has("Kernel ", at) || text.has("KUP", at)
        case UInt8(ascii: "T"): text.has("Task", at)
        case UInt8(ascii: "p"): text.has("page allocation ", at)
        case UInt8(ascii: "_"): text.has("_vm", at)
        case UInt8(ascii: "u"): text.has("u_", at) && text.has("rcu_", at - 2)
        case UInt8(ascii: "W"): text.has("WARNING: ", at)
        case UInt8(ascii: "["): text.has("[#", at) && Text.isDigit(text[at + 2])
        case UInt8(ascii: "B"): text.has("BUG", at)
        default: false
        }
    }

    /// "oom-killer:", "oom-kill:", "oom_reaper:", "oomd", "earlyoom[1]:"; no "room" and no "zoom".
    private static func endsOOM(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "d"), UInt8(ascii: "["), UInt8(ascii: ":"): true
        default: false
        }
    }

    /// "memory: usage", "memory+swap:", "Memory cgroup", "memory pressure", "OutOfMemoryError", "low memory!", and whatever is out of it.
    private static func isOfInterest(memory text: Text, _ at: Int) -> Bool {
        switch text[at + 4] {
        case UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "!"), UInt8(ascii: "E"): true
        default:
            text.has("of ", at - 5) || text.has("Of ", at - 5) || text.has("mory cgroup", at)
                || text.has("mory (", at) || text.has("mory in cpuset", at) || text.has("mory pressure", at)
                || text.has("mory for the Java", at)
        }
    }
}
