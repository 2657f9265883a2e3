import Explain
import KernelLog

/// libFuzzer's target (`scripts/fuzz`): whatever bytes arrive, in whatever pieces, nothing traps and nothing depends on the pieces.
///
/// The first byte says where the input is cut in two; the rest is a log.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzKernelLog(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let cut = bytes.count * Int(start[0]) / 255
    var whole = KernelLogParser()
    let items = whole.feed(bytes) + whole.finish()
    var halved = KernelLogParser()
    let parts = [UnsafeRawBufferPointer(rebasing: bytes[..<cut]), UnsafeRawBufferPointer(rebasing: bytes[cut...])]
    let pieces = parts.flatMap { halved.feed($0) } + halved.finish()
    precondition(items == pieces, "a log cut in two reads otherwise")
    explain(bytes)
    return 0
}

/// Every answer that is made of what was read.
private func explain(_ bytes: UnsafeRawBufferPointer) {
    var log = LogExplainer()
    let incidents = log.feed(bytes) + log.finish()
    var answers: [any ExplainAnswer] = [TextAnswer(columns: 80, colored: true, inFull: 4), JSONAnswer()]
    for index in answers.indices {
        for incident in incidents { _ = answers[index].add(incident) }
        _ = answers[index].finish(log.summary)
    }
}
