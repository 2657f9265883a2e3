import Foundation

/// The words of the system error below a Foundation error, which says it shorter and with the cause.
package enum SystemCause {
    /// `No space left on device` rather than a sentence about a file that couldn't be saved.
    package static func of(_ error: any Error) -> String {
        var cause: any Error = error
        while let below = (cause as NSError).userInfo[NSUnderlyingErrorKey] as? any Error { cause = below }
        let domain = cause as NSError
        if domain.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(domain.code))) }
        return domain.localizedDescription
    }

    /// The words for the calling thread's `errno`.
    package static var ofErrno: String { String(cString: strerror(errno)) }
}
