extension Plan {
    /// "OOMP", so that a plan file is recognised as one.
    static let magic: UInt32 = 0x504d_4f4f
    /// On the wire, no CPU in particular.
    private static let anyCPU = UInt32.max

    /// The plan as it goes over the wire.
    public func encoded() -> Bytes {
        var out = ByteWriter()
        out.put(Plan.magic)
        out.put(Plan.version)
        out.put(seed)
        out.put(cpus)
        out.put(samplingIntervalNs)
        out.put(deadlineNs)
        out.put(each: settings) { $1.encode(into: &$0) }
        out.put(each: modules) { $0.put($1) }
        out.put(each: groups) { $1.encode(into: &$0) }
        out.put(each: processes) { $1.encode(into: &$0) }
        out.put(each: steps) { $1.encode(into: &$0) }
        // Later than version 1, and left out where it says nothing: plans that were kept are read as they were written. Each has what came before
        // it in front, if only to say none.
        let isCounted = !functions.isEmpty
        let isLenient = !lenientSteps.isEmpty || isCounted
        let isNeedy = !needs.isEmpty || isLenient
        let isProbed = !probes.isEmpty || isNeedy
        let isPlaced = isProbed || processes.contains { $0.cpu != nil }
        if swapBytes > 0 || isPlaced { out.put(swapBytes) }
        if isPlaced { out.put(each: processes) { $0.put($1.cpu ?? Plan.anyCPU) } }
        if isProbed { out.put(each: probes) { $0.put($1) } }
        if isNeedy { out.put(each: needs) { $1.encode(into: &$0) } }
        if isLenient { out.put(each: lenientSteps) { $0.put($1) } }
        if isCounted { out.put(each: functions) { $0.put($1) } }
        return out.bytes
    }

    /// Reads a plan; `nil` where the bytes are not a plan of this version.
    public init?(encoded bytes: Bytes) {
        var input = ByteReader(bytes)
        guard input.integer(UInt32.self) == Plan.magic, input.integer(UInt32.self) == Plan.version,
            let seed = input.integer(UInt64.self), let cpus = input.integer(UInt32.self),
            let samplingIntervalNs = input.integer(UInt64.self), let deadlineNs = input.integer(UInt64.self),
            let settings = input.list({ FileWrite(decoding: &$0) }),
            let modules = input.list({ $0.text() }),
            let groups = input.list({ Group(decoding: &$0) }),
            var processes = input.list({ Process(decoding: &$0) }),
            let steps = input.list({ Step(decoding: &$0) })
        else { return nil }
        let swapBytes = input.integer(UInt64.self) ?? 0
        if input.remaining > 0 {
            guard let cpus = input.list({ $0.integer(UInt32.self) }), cpus.count == processes.count else { return nil }
            for index in processes.indices where cpus[index] != Plan.anyCPU { processes[index].cpu = cpus[index] }
        }
        if input.remaining > 0 {
            guard let probes = input.list({ $0.text() }) else { return nil }
            self.probes = probes
        }
        if input.remaining > 0 {
            guard let needs = input.list({ Need(decoding: &$0) }) else { return nil }
            self.needs = needs
        }
        if input.remaining > 0 {
            guard let lenientSteps = input.list({ $0.integer(UInt32.self) }) else { return nil }
            self.lenientSteps = lenientSteps
        }
        if input.remaining > 0 {
            guard let functions = input.list({ $0.text() }) else { return nil }
            self.functions = functions
        }
        self.seed = seed
        self.cpus = cpus
        self.samplingIntervalNs = samplingIntervalNs
        self.deadlineNs = deadlineNs
        self.settings = settings
        self.modules = modules
        self.swapBytes = swapBytes
        self.groups = groups
        self.processes = processes
        self.steps = steps
    }
}

extension FileWrite {
    func encode(into out: inout ByteWriter) {
        out.put(path)
        out.put(value)
    }

    init?(decoding input: inout ByteReader) {
        guard let path = input.text(), let value = input.text() else { return nil }
        self.init(path: path, value: value)
    }
}

extension Need {
    private enum Tag: UInt8 {
        case file, word, call
    }

    func encode(into out: inout ByteWriter) {
        out.put(name)
        switch evidence {
        case .file(let path):
            out.put(Tag.file.rawValue)
            out.put(path)
        case .word(let word, let file):
            out.put(Tag.word.rawValue)
            out.put(word)
            out.put(file)
        case .call(let number):
            out.put(Tag.call.rawValue)
            out.put(number)
        }
    }

    init?(decoding input: inout ByteReader) {
        guard let name = input.text(), let raw = input.integer(UInt8.self), let tag = Tag(rawValue: raw) else {
            return nil
        }
        switch tag {
        case .file:
            guard let path = input.text() else { return nil }
            self.init(name: name, evidence: .file(path))
        case .word:
            guard let word = input.text(), let file = input.text() else { return nil }
            self.init(name: name, evidence: .word(word, file: file))
        case .call:
            guard let number = input.integer(UInt32.self) else { return nil }
            self.init(name: name, evidence: .call(number))
        }
    }
}

extension Group {
    func encode(into out: inout ByteWriter) {
        out.put(name)
        out.put(hierarchy.rawValue)
        out.put(each: settings) { $1.encode(into: &$0) }
    }

    init?(decoding input: inout ByteReader) {
        guard let name = input.text(), let raw = input.integer(UInt8.self), let hierarchy = Hierarchy(rawValue: raw),
            let settings = input.list({ FileWrite(decoding: &$0) })
        else { return nil }
        self.init(name: name, hierarchy: hierarchy, settings: settings)
    }
}

extension Process {
    func encode(into out: inout ByteWriter) {
        out.put(role)
        out.put(workload)
        out.put(each: arguments) { $0.put($1) }
        out.put(group)
        out.put(oomScoreAdj)
    }

    init?(decoding input: inout ByteReader) {
        guard let role = input.text(), let workload = input.text(), let arguments = input.list({ $0.text() }),
            let group = input.integer(UInt32.self), let oomScoreAdj = input.integer(Int32.self)
        else { return nil }
        self.init(role: role, workload: workload, arguments: arguments, group: group, oomScoreAdj: oomScoreAdj)
    }
}

extension Step {
    private enum Tag: UInt8 {
        case start, waitProcess, waitGroup, freeze, thaw, kill, write, sleep, observe, snapshot
        /// Later than version 1, and used where it says more than `observe`: plans that were kept are read as they were written.
        case observeUntil
    }

    func encode(into out: inout ByteWriter) {
        switch self {
        case .start(let process):
            out.put(Tag.start.rawValue)
            out.put(process)
        case .waitProcess(let process, let state, let timeoutNs):
            out.put(Tag.waitProcess.rawValue)
            out.put(process)
            out.put(state.rawValue)
            out.put(timeoutNs)
        case .waitGroup(let group, let state, let timeoutNs):
            out.put(Tag.waitGroup.rawValue)
            out.put(group)
            out.put(state.rawValue)
            out.put(timeoutNs)
        case .freeze(let process, let group, let timeoutNs):
            out.put(Tag.freeze.rawValue)
            out.put(process)
            out.put(group)
            out.put(timeoutNs)
        case .thaw(let group):
            out.put(Tag.thaw.rawValue)
            out.put(group)
        case .kill(let process, let signal):
            out.put(Tag.kill.rawValue)
            out.put(process)
            out.put(signal)
        case .write(let write):
            out.put(Tag.write.rawValue)
            write.encode(into: &out)
        case .sleep(let ns):
            out.put(Tag.sleep.rawValue)
            out.put(ns)
        case .observe(let ns, let until, let settleNs):
            out.put(until.isEmpty ? Tag.observe.rawValue : Tag.observeUntil.rawValue)
            out.put(ns)
            guard !until.isEmpty else { return }
            out.put(each: until) { $0.put($1) }
            out.put(settleNs)
        case .snapshot:
            out.put(Tag.snapshot.rawValue)
        }
    }

    init?(decoding input: inout ByteReader) {
        guard let raw = input.integer(UInt8.self), let tag = Tag(rawValue: raw),
            let step = Step(tag: tag, decoding: &input)
        else { return nil }
        self = step
    }

    private init?(tag: Tag, decoding input: inout ByteReader) {
        switch tag {
        case .start, .thaw:
            guard let index = input.integer(UInt32.self) else { return nil }
            self = tag == .start ? .start(process: index) : .thaw(group: index)
        case .waitProcess:
            guard let process = input.integer(UInt32.self), let raw = input.integer(UInt8.self),
                let state = ProcessState(rawValue: raw), let timeoutNs = input.integer(UInt64.self)
            else { return nil }
            self = .waitProcess(process: process, state: state, timeoutNs: timeoutNs)
        case .waitGroup:
            guard let group = input.integer(UInt32.self), let raw = input.integer(UInt8.self),
                let state = GroupState(rawValue: raw), let timeoutNs = input.integer(UInt64.self)
            else { return nil }
            self = .waitGroup(group: group, state: state, timeoutNs: timeoutNs)
        case .freeze:
            guard let process = input.integer(UInt32.self), let group = input.integer(UInt32.self),
                let timeoutNs = input.integer(UInt64.self)
            else { return nil }
            self = .freeze(process: process, group: group, timeoutNs: timeoutNs)
        case .kill:
            guard let process = input.integer(UInt32.self), let signal = input.integer(UInt32.self) else { return nil }
            self = .kill(process: process, signal: signal)
        case .write:
            guard let write = FileWrite(decoding: &input) else { return nil }
            self = .write(write)
        case .sleep, .observe:
            guard let ns = input.integer(UInt64.self) else { return nil }
            self = tag == .sleep ? .sleep(ns: ns) : .observe(ns: ns)
        case .observeUntil:
            guard let ns = input.integer(UInt64.self), let until = input.list({ $0.integer(UInt32.self) }),
                !until.isEmpty, let settleNs = input.integer(UInt64.self)
            else { return nil }
            self = .observe(ns: ns, until: until, settleNs: settleNs)
        case .snapshot:
            self = .snapshot
        }
    }
}
