/// How long a machine is waited for. What the host withholds from it doesn't count as its silence.
struct Patience {
    private let limits: WallLimits
    /// How long it has run, all in all and since the last sign of life.
    private var ran = Duration.zero
    private(set) var silent = Duration.zero
    /// How long it was stopped, and how long it had no processor, since the last sign of life.
    private var stopped = Duration.zero
    private var starved = Duration.zero

    /// Patience that has not been tried yet.
    init(_ limits: WallLimits) { self.limits = limits }

    /// Takes the time between two looks into account; the reason to give up, or `nil`.
    mutating func add(_ gap: Duration, _ loss: HostWatch.Loss?, isAlive: Bool) -> MachineExit.Stop? {
        if isAlive {
            (silent, stopped, starved) = (.zero, .zero, .zero)
        }
        let lost = loss?.time ?? .zero
        // A wait is told of when it ends, and may be longer than the time since the last look.
        ran = max(.zero, ran + gap - lost)
        if !isAlive {
            silent = max(.zero, silent + gap - lost)
            switch loss?.cause {
            case .stopped: stopped += lost
            case .starved: starved += lost
            // Nobody knows what the machine did while nobody looked.
            case .unwatched, nil: break
            }
        }
        if silent > limits.silence { return .silence(limits.silence) }
        if ran > limits.total { return .deadline(limits.total) }
        // A stopped machine goes on when somebody wants it to; a starved one goes on, slowly.
        return stopped > limits.silence || starved > limits.total ? .standstill(stopped + starved) : nil
    }
}
