import Evidence

/// How long a machine is waited for. What the host withholds from it doesn't count as its silence.
struct Patience {
    private let limits: WallLimits
    /// How long it has run, all in all and since the last sign of life.
    private var ran = Duration.zero
    private var silent = Duration.zero
    /// How long it was kept from running since the last sign of life.
    private var withheld = Duration.zero

    /// Patience that has not been tried yet.
    init(_ limits: WallLimits) { self.limits = limits }

    /// Takes the time between two looks into account; the reason to give up, or `nil`.
    mutating func add(_ gap: Duration, _ loss: HostWatch.Loss?, isAlive: Bool) -> MachineExit.Stop? {
        if isAlive {
            silent = .zero
            withheld = .zero
        }
        // Nobody knows what the machine did while nobody looked.
        if loss?.cause == .unwatched { return nil }
        let lost = loss?.time ?? .zero
        ran += gap - lost
        if !isAlive {
            silent += gap - lost
            withheld += lost
        }
        if silent > limits.silence { return .silence(limits.silence) }
        if ran > limits.total { return .deadline(limits.total) }
        return withheld > limits.silence ? .standstill(withheld) : nil
    }
}
