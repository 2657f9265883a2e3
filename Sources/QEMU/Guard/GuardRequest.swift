import CLinux

/// What the guard was asked to do. Embedded Swift has no `CommandLine`, so the arguments come from `/proc/self/cmdline`; they live as long as the process.
struct GuardRequest {
    /// A folder to remove when the command is gone.
    let folder: UnsafeMutablePointer<CChar>?
    /// The program and its arguments with a null at the end, as `execv` takes them.
    let program: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// Longer command lines than this are refused.
    private static let limit = 1 << 20

    /// Reads the process's own arguments; `nil` where they are not of the guard's form.
    static func fromProcess() -> GuardRequest? {
        guard let arguments = ownArguments(), arguments.count > 2 else { return nil }
        var next = 1
        var folder: UnsafeMutablePointer<CChar>?
        if strcmp(arguments[next], "--remove") == 0 {
            folder = arguments[next + 1]
            next += 2
        }
        guard next + 1 < arguments.count, strcmp(arguments[next], "--") == 0 else { return nil }
        let rest = arguments[(next + 1)...]
        let program = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: rest.count + 1)
        for (index, argument) in rest.enumerated() { program[index] = argument }
        program[rest.count] = nil
        return GuardRequest(folder: folder, program: program)
    }

    private static func ownArguments() -> [UnsafeMutablePointer<CChar>]? {
        let file = clinux_open("/proc/self/cmdline", O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: limit)
        var count = 0
        while count < limit {
            let got = read(file, text + count, limit - count)
            if got <= 0 { break }
            count += got
        }
        guard count > 0, count < limit, text[count - 1] == 0 else { return nil }
        var arguments = [text]
        for index in 0..<(count - 1) where text[index] == 0 { arguments.append(text + index + 1) }
        return arguments
    }
}
