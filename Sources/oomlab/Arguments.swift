import ArgumentParser
import Lab
import Vocabulary

// What people type, as the modules' own types.

extension Machine.Mode: ExpressibleByArgument {}

extension ByteSize: ExpressibleByArgument {
    /// Reads `64M`, `1G`, `4096`.
    public init?(argument: String) { self.init(argument) }
}
