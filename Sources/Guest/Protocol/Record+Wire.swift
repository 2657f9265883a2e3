extension Record {
    /// The kind under which this record is framed.
    public var kind: Frame.Kind {
        switch self {
        case .hello: .hello
        case .fileName: .fileName
        case .fileContent: .fileContent
        case .kernelMessage: .kernelMessage
        case .trace: .trace
        case .started: .started
        case .ready: .ready
        case .exited: .exited
        case .step: .step
        case .mark: .mark
        case .trouble: .trouble
        case .usage: .usage
        case .goodbye: .goodbye
        case .said: .said
        case .missing: .missing
        case .stepError: .stepError
        case .blind: .blind
        }
    }

    /// Reads the payload of a frame of `kind`; `nil` where it is malformed.
    public init?(kind: Frame.Kind, payload: ArraySlice<UInt8>) {
        var input = ByteReader(payload)
        guard let record = Record.decode(kind, &input) else { return nil }
        self = record
    }

    /// The payload of this record's frame.
    public func payload() -> Bytes {
        var out = ByteWriter()
        switch self {
        case .hello(let hello):
            out.put(hello.version)
            out.put(hello.planChecksum)
            out.put(hello.release)
            out.put(hello.kernelVersion)
            out.put(hello.cpusOnline)
            out.put(hello.pageSize)
        case .fileName(let id, let path):
            out.put(id)
            out.put(path)
        case .fileContent(let file):
            out.put(file.id)
            out.put(UInt16(0))
            out.put(file.errno)
            out.put(file.content)
        case .kernelMessage(let text), .trace(let text):
            out.put(text)
        case .started(let process, let pid), .ready(let process, let pid):
            out.put(process)
            out.put(pid)
        case .exited(let pid, let waitStatus):
            out.put(pid)
            out.put(waitStatus)
        case .step(let index, let event):
            out.put(index)
            out.put(event.rawValue)
        case .mark(let mark):
            out.put(mark.rawValue)
        case .trouble(let what, let errno):
            out.put(what)
            out.put(errno)
        case .usage(let usage):
            out.put(usage.cpuNs)
            out.put(usage.peakRSSBytes)
        case .goodbye(let frames):
            out.put(frames)
        case .said(let process, let errno, let text):
            out.put(process)
            out.put(errno)
            out.put(text)
        case .missing(let what, let errno):
            out.put(what)
            out.put(errno)
        case .stepError(let index, let errno):
            out.put(index)
            out.put(errno)
        case .blind(let fromNs):
            out.put(fromNs)
        }
        return out.bytes
    }

    private static func decode(_ kind: Frame.Kind, _ input: inout ByteReader) -> Record? {
        switch kind {
        case .hello: return Hello(decoding: &input).map(Record.hello)
        case .fileName:
            guard let id = input.integer(UInt16.self), let path = input.text() else { return nil }
            return .fileName(id: id, path: path)
        case .fileContent: return FileContent(decoding: &input).map(Record.fileContent)
        case .kernelMessage: return input.text().map(Record.kernelMessage)
        case .trace: return input.text().map(Record.trace)
        case .started, .ready:
            guard let process = input.integer(UInt32.self), let pid = input.integer(Int32.self) else { return nil }
            return kind == .started ? .started(process: process, pid: pid) : .ready(process: process, pid: pid)
        case .exited:
            guard let pid = input.integer(Int32.self), let status = input.integer(Int32.self) else { return nil }
            return .exited(pid: pid, waitStatus: status)
        case .step:
            guard let index = input.integer(UInt32.self), let raw = input.integer(UInt8.self),
                let event = StepEvent(rawValue: raw)
            else { return nil }
            return .step(index: index, event: event)
        case .mark: return input.integer(UInt8.self).flatMap(Mark.init(rawValue:)).map(Record.mark)
        case .trouble:
            guard let what = input.text(), let errno = input.integer(Int32.self) else { return nil }
            return .trouble(what: what, errno: errno)
        case .usage:
            guard let cpu = input.integer(UInt64.self), let peak = input.integer(UInt64.self) else { return nil }
            return .usage(Usage(cpuNs: cpu, peakRSSBytes: peak))
        case .goodbye: return input.integer(UInt64.self).map(Record.goodbye)
        case .said:
            guard let process = input.integer(UInt32.self), let errno = input.integer(Int32.self),
                let text = input.text()
            else { return nil }
            return .said(process: process, errno: errno, text: text)
        case .missing:
            guard let what = input.text(), let errno = input.integer(Int32.self) else { return nil }
            return .missing(what: what, errno: errno)
        case .stepError:
            guard let index = input.integer(UInt32.self), let errno = input.integer(Int32.self) else { return nil }
            return .stepError(index: index, errno: errno)
        case .blind: return input.integer(UInt64.self).map(Record.blind)
        }
    }
}

extension Record.Hello {
    init?(decoding input: inout ByteReader) {
        guard let version = input.integer(UInt32.self), let planChecksum = input.integer(UInt32.self),
            let release = input.text(), let kernelVersion = input.text(),
            let cpusOnline = input.integer(UInt32.self), let pageSize = input.integer(UInt32.self)
        else { return nil }
        self.init(
            version: version, planChecksum: planChecksum, release: release, kernelVersion: kernelVersion,
            cpusOnline: cpusOnline, pageSize: pageSize)
    }
}

extension Record.FileContent {
    init?(decoding input: inout ByteReader) {
        guard let id = input.integer(UInt16.self), input.integer(UInt16.self) != nil,
            let errno = input.integer(Int32.self), let content = input.text()
        else { return nil }
        self.init(id: id, errno: errno, content: content)
    }
}
