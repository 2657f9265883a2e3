import Lab

/// `--set KEY=VALUE`.
enum Settings {
    /// The values by name; throws `UsageError` for an argument that is no KEY=VALUE.
    static func parse(_ arguments: [String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for argument in arguments {
            guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
                throw UsageError("--set \(argument): not KEY=VALUE", remedy: "write for example --set threads=64")
            }
            values[String(argument[..<equals])] = String(argument[argument.index(after: equals)...])
        }
        return values
    }
}
