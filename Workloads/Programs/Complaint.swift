import CLinux

/// Tells the agent which call failed, and ends the process with an exit status: a workload that doesn't hold what it should must not look as if it did.
///
/// - Parameters:
///   - call: The call, as its manual page has it.
///   - subject: What it was about: a path or a name.
///   - bytes: How much was asked for.
///   - errno: Why it failed; 0 where no errno tells.
///   - status: The exit status.
func fail(
    _ call: StaticString, _ subject: UnsafePointer<CChar>? = nil, bytes: Int? = nil, errno: Int32 = clinux_errno(),
    status: Int32 = 1
) -> Never {
    Complaint.send(call, subject, bytes, errno)
    _exit(status)
}

/// What a workload says of a call that failed. Nothing is allocated: memory may be just what there is none of.
enum Complaint {
    /// One piece of the agent's pipe: a letter, the errno, and the text with zeros behind it.
    private static let size = 128
    private static let textStart = 5

    /// Sends it; a process without the agent's pipe, such as one that has become somebody else, says nothing.
    static func send(_ call: StaticString, _ subject: UnsafePointer<CChar>?, _ bytes: Int?, _ errno: Int32) {
        withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { message in
            guard let start = message.baseAddress else { return }
            memset(start, 0, size)
            message[0] = UInt8(ascii: "E")
            start.storeBytes(of: errno, toByteOffset: 1, as: Int32.self)
            var end = textStart
            append(UnsafeRawPointer(call.utf8Start), call.utf8CodeUnitCount, to: message, &end)
            if let subject {
                append(" ", to: message, &end)
                append(subject, strlen(subject), to: message, &end)
            }
            if let bytes { append(size: bytes, to: message, &end) }
            write(Threads.agentPipe, start, size)
        }
    }

    private static func append(
        _ text: UnsafeRawPointer, _ count: Int, to message: UnsafeMutableRawBufferPointer, _ end: inout Int
    ) {
        let length = min(count, size - 1 - end)
        guard length > 0, let start = message.baseAddress else { return }
        memcpy(start + end, text, length)
        end += length
    }

    private static func append(_ text: StaticString, to message: UnsafeMutableRawBufferPointer, _ end: inout Int) {
        append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount, to: message, &end)
    }

    /// ` of 90 MiB`, or in bytes what is no whole number of MiB.
    private static func append(size bytes: Int, to message: UnsafeMutableRawBufferPointer, _ end: inout Int) {
        let isWhole = bytes >= 1 << 20 && bytes % (1 << 20) == 0
        append(" of ", to: message, &end)
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { digits in
            var first = digits.count
            var rest = max(isWhole ? bytes >> 20 : bytes, 0)
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            if let start = digits.baseAddress { append(start + first, digits.count - first, to: message, &end) }
        }
        append(isWhole ? " MiB" : " bytes", to: message, &end)
    }
}
