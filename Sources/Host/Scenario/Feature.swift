import GuestProtocol

/// Something that kernels have or lack, and that a scenario or a workload can need beyond a kernel's version.
public struct Feature: Sendable, Equatable {
    /// How it is told whether a kernel has it.
    enum Evidence: Sendable, Equatable {
        /// The guest can open the file.
        case file(String)
        /// The word stands in the guest's file.
        case word(String, file: String)
        /// The guest has the system call, and it is allowed.
        case call(UInt32)
        /// The kernel's package has the module, loadable or built in.
        case module(String)
    }

    /// As scenarios write it: `needs: {features: [io_uring]}`.
    public let name: String
    /// How it is told.
    let evidence: Evidence

    /// The module that brings it; `nil` where none does.
    public var module: String? {
        if case .module(let name) = evidence { name } else { nil }
    }

    /// How it is told whether a kernel has it, in words.
    var howItIsTold: String {
        switch evidence {
        case .file(let path): "there is \(path)"
        case .word(let word, let file): "\(file) has the word \(word)"
        case .call(let number): "system call \(number) is there and allowed"
        case .module(let name): "the module \(name) is in the kernel's package or built in"
        }
    }

    /// What the guest is to look for; `nil` where the kernel's package tells.
    var need: Need? {
        let name = Bytes(self.name.utf8)
        return switch evidence {
        case .file(let path): Need(name: name, evidence: .file(Bytes(path.utf8)))
        case .word(let word, let file): Need(name: name, evidence: .word(Bytes(word.utf8), file: Bytes(file.utf8)))
        case .call(let number): Need(name: name, evidence: .call(number))
        case .module: nil
        }
    }
}

extension Feature {
    /// All of them. System calls have their numbers on x86-64.
    public static let all: [Feature] = [
        .init(name: "freezer_v1", evidence: .word("freezer", file: "/proc/cgroups")),
        .init(name: "freezer_v2", evidence: .file("/sys/fs/cgroup/agent/cgroup.freeze")),
        .init(name: "swap", evidence: .file("/proc/swaps")),
        .init(name: "zram", evidence: .module("zram")),
        .init(name: "psi", evidence: .file("/proc/pressure/memory")),
        .init(name: "fuse", evidence: .module("fuse")),
        .init(name: "userfaultfd", evidence: .call(323)),
        .init(name: "io_uring", evidence: .call(425)),
        .init(name: "pm_freezer", evidence: .file("/dev/snapshot")),
        .init(name: "huge_pages", evidence: .file("/proc/sys/vm/nr_hugepages")),
        .init(name: "numa", evidence: .call(238)),
        .init(name: "ram_disk", evidence: .module("brd")),
        .init(name: "transparent_huge_pages", evidence: .file("/sys/kernel/mm/transparent_hugepage/enabled")),
        .init(name: "pkeys", evidence: .call(330)),
        .init(name: "keyrings", evidence: .call(248)),
        .init(name: "sysv_ipc", evidence: .file("/proc/sys/kernel/shmmax")),
        .init(name: "ipv4", evidence: .file("/proc/sys/net/ipv4/tcp_mem")),
    ]

    /// The feature of this name.
    public static func named(_ name: String) -> Feature? { all.first { $0.name == name } }
}

extension Workload {
    /// A feature that a workload works with.
    public struct Use: Sendable, Equatable {
        /// The feature's name.
        public let feature: String
        /// The argument on which it depends; `nil` where the workload always needs it.
        public let argument: String?
        /// The argument's values that need it; empty for every value.
        public let values: [String]

        /// `zram`, or `numa if node is said`.
        var words: String {
            guard let argument else { return feature }
            return "\(feature) if \(argument) is \(values.isEmpty ? "said" : values.joined(separator: " or "))"
        }

        init(_ feature: String, when argument: String? = nil, is values: [String] = []) {
            self.feature = feature
            self.argument = argument
            self.values = values
        }
    }

    /// The features that it works with, given its arguments.
    func features(_ arguments: [Scenario.Argument]) -> [String] {
        uses.filter { use in
            guard let name = use.argument else { return true }
            return arguments.contains { $0.name == name && (use.values.isEmpty || use.values.contains($0.value)) }
        }.map(\.feature)
    }
}

extension Scenario {
    /// Every feature that it needs: what it says itself, and what its workloads work with.
    public var features: [Feature] {
        var names = needs.features
        for process in processes {
            names += Workload.named(process.workload)?.features(process.arguments) ?? []
        }
        return Feature.all.filter { names.contains($0.name) }
    }

    /// The modules without which a kernel can't run it, by name: those that it loads, and those of its features.
    public var neededModules: [String] {
        machine.modules + features.compactMap(\.module).filter { !machine.modules.contains($0) }
    }

    /// What the guest looks for before its first step.
    var guestNeeds: [Need] {
        let controllers = needs.controllers.map { name in
            Need(
                name: Bytes("\(name) controller".utf8),
                evidence: .word(Bytes(name.utf8), file: Bytes("/sys/fs/cgroup/cgroup.controllers".utf8)))
        }
        return controllers + features.compactMap(\.need)
    }
}
