import Foundation

/// What the guest tells the kernel so that it records its own badness points: kprobe events on `oom_badness`, whose first argument is the task.
public enum BadnessProbe {
    /// The texts for `kprobe_events`, of which the first counts that the kernel takes; or why there is none.
    public enum Answer: Equatable, Sendable {
        case definitions([[UInt8]])
        case unavailable(String)
    }

    /// The functions, in order of preference: where the compiler split the work off, callers may go straight to that part.
    private static let functions = ["oom_badness.part.0", "oom_badness"]

    /// The answer for a kernel: where `pid` lies in its `struct task_struct` is read from the BTF of its image.
    public static func answer(for kernel: InstalledKernel) -> Answer {
        guard let elf = kernel.elf else { return .unavailable("the kernel's unpacked image is not at hand") }
        // Mapped: of sixty megabytes a tenth is read, before every run. The cache replaces images and never changes them.
        guard let file = try? Data(contentsOf: URL(filePath: elf.string), options: .alwaysMapped),
            let section = ELF64(file)?.section(".BTF")
        else { return .unavailable("the kernel's image has no BTF") }
        do {
            return answer(for: try BTF(Array(section)))
        } catch {
            return .unavailable("the kernel's image can't be read: \(error)")
        }
    }

    static func answer(for types: BTF) -> Answer {
        guard let pid = types.offset(of: "pid", inStruct: "task_struct") else {
            return .unavailable("the kernel's BTF does not say where task_struct.pid is")
        }
        return .definitions(functions.map { Array(definition($0, pidOffset: pid).utf8) })
    }

    /// What is evaluated, at the function's entry (its first argument is the task), and what comes out of it.
    private static func definition(_ function: String, pidOffset: Int) -> String {
        """
        p:oomlab/badness \(function) pid=+\(pidOffset)(\(Architecture.current.firstArgument)):s32
        r:oomlab/badness_points \(function) points=$retval:s64

        """
    }
}
