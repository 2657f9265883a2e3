import ArgumentParser

/// Options that every subcommand takes.
struct GlobalOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print data only: no progress, no notes.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Print what is done, step by step, to standard error.")
    var verbose = false

    @Flag(name: .customLong("no-color"), help: "Print without colours (as does the NO_COLOR variable).")
    var noColor = false

    func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose: give one of them") }
    }
}
