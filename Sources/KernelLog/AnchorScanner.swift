/// Runs over bytes that nobody listens to, and stops at the first that may begin something.
///
/// Every line that can open a report or be an event holds one of a few short anchors. Sixteen bytes are compared at once,
/// so that a log of other lines costs little more than finding its line ends. A false stop costs the classification of one
/// line and changes nothing.
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
        // Anchors are at most three bytes long, so a block looks two bytes ahead.
        while at + 18 <= text.count {
            // The counts of a lane are bytes: at most 255 blocks go into one.
            let stop = min(text.count - 18, at + 254 * 16)
            var ends = Block.zero
            var isHit = false
            while at <= stop {
                let here = load(text, at)
                if isAnySet(anchors(here, load(text, at + 1), load(text, at + 2))) {
                    isHit = true
                    break
                }
                // A lane that is set is 255, which is -1.
                ends &-= unsafeBitCast(here .== all("\n"), to: Block.self)
                at += 16
            }
            for lane in 0..<16 { position.lineEnds += Int(ends[lane]) }
            if isHit { break }
        }
        return scanSlowly(text, from: at, position)
    }

    /// Whether a line holds an anchor.
    static func holdsAnchor(_ text: Text) -> Bool { scan(text, from: 0).hasAnchor }

    /// The last bytes, or the sixteen that hold an anchor, one by one; then back to the start of the line.
    private static func scanSlowly(_ text: Text, from start: Int, _ before: Position) -> Position {
        var position = before
        var at = start
        while at < text.count, !isAnchor(text[at], text[at + 1], text[at + 2]) {
            if text[at] == 0x0a { position.lineEnds += 1 }
            at += 1
        }
        position.hasAnchor = at < text.count
        while at > before.lineStart, text[at - 1] != 0x0a { at -= 1 }
        position.lineStart = at
        return position
    }

    @inline(__always)
    private static func load(_ text: Text, _ at: Int) -> Block {
        UnsafeRawPointer(text.base + at).loadUnaligned(as: Block.self)
    }

    /// Where an anchor begins, for sixteen bytes and the two bytes behind each. What it is part of, in turn: oom-killer, oom-kill:,
    /// oom_reaper; memory, for more than; OOM; Oops; Killed; Kernel; LOCKUP; Task; tgid; BUG; rcu; WARNING; page; [#1].
    @inline(__always)
    private static func anchors(_ first: Block, _ second: Block, _ third: Block) -> Mask {
        let small = second .== all("o")
        let big = second .== all("U")
        let after = second .== all("a")
        let out = (first .== all("o")) .& small .& (third .== all("m"))
        let more = (first .== all("m")) .& small .& (third .== all("r"))
        let oops = (first .== all("O")) .& (small .| (second .== all("O")))
        let kill = (second .== all("i")) .| (second .== all("e")) .| big
        let task = (first .== all("T")) .& after .& (third .== all("s"))
        let page = (first .== all("p")) .& after .& (third .== all("g"))
        let group = (first .== all("t")) .& (second .== all("g")) .& (third .== all("i"))
        let stall = (first .== all("r")) .& (second .== all("c")) .& (third .== all("u"))
        let warn = (first .== all("W")) .& (second .== all("A"))
        let mark = (first .== all("[")) .& (second .== all("#"))
        let capital = ((first .== all("K")) .& kill) .| ((first .== all("B")) .& big)
        return out .| more .| oops .| task .| page .| group .| stall .| warn .| mark .| capital
    }

    /// A byte in every lane.
    @inline(__always)
    private static func all(_ byte: Unicode.Scalar) -> Block { Block(repeating: UInt8(ascii: byte)) }

    /// Whether any lane is set. The standard library's `any` goes through the lanes one by one.
    @inline(__always)
    private static func isAnySet(_ mask: Mask) -> Bool {
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return words[0] | words[1] != 0
    }

    /// The same for one byte.
    private static func isAnchor(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "o"): second == UInt8(ascii: "o") && third == UInt8(ascii: "m")
        case UInt8(ascii: "m"): second == UInt8(ascii: "o") && third == UInt8(ascii: "r")
        case UInt8(ascii: "O"): second == UInt8(ascii: "o") || second == UInt8(ascii: "O")
        case UInt8(ascii: "K"):
            second == UInt8(ascii: "i") || second == UInt8(ascii: "e") || second == UInt8(ascii: "U")
        case UInt8(ascii: "T"): second == UInt8(ascii: "a") && third == UInt8(ascii: "s")
        case UInt8(ascii: "p"): second == UInt8(ascii: "a") && third == UInt8(ascii: "g")
        case UInt8(ascii: "t"): second == UInt8(ascii: "g") && third == UInt8(ascii: "i")
        case UInt8(ascii: "r"): second == UInt8(ascii: "c") && third == UInt8(ascii: "u")
        case UInt8(ascii: "W"): second == UInt8(ascii: "A")
        case UInt8(ascii: "["): second == UInt8(ascii: "#")
        case UInt8(ascii: "B"): second == UInt8(ascii: "U")
        default: false
        }
    }
}
