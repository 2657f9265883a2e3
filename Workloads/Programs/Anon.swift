import CLinux

/// Takes anonymous (or shared, or locked) memory with one or many threads, and with sharers of its mm.
///
/// `Crew`, `Hoard` and `Sharers` say what its arguments are.
struct Anon {
    private let crew: Crew
    private let hoard: Hoard
    private let sharers: Sharers

    init(_ arguments: Arguments) {
        crew = Crew(arguments)
        hoard = Hoard(arguments)
        sharers = Sharers(arguments)
    }

    /// Never returns: ends by a signal, or with the leader's own exit.
    func run() -> Never {
        sharers.start()
        let hoard = hoard
        crew.run { share in hoard.fill(share) }
    }
}
