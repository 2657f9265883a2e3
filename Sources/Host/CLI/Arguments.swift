import ArgumentParser
import Lab
import Matrix
import Vocabulary

// What people type, as the modules' own types.

extension RunMode: ExpressibleByArgument {}

extension ByteSize: ExpressibleByArgument {
    /// Reads `64M`, `1G`, `4096`.
    public init?(argument: String) { self.init(argument) }
}

extension SeedList: ExpressibleByArgument {
    /// Reads `3`, `0..4`, `0,7,10..19`.
    public init?(argument: String) { self.init(argument) }
}

extension ObservationName: ExpressibleByArgument {}
