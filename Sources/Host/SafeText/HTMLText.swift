/// Text from outside as HTML text or attribute value: nothing in it can end an attribute, open a tag, or turn text around.
package enum HTMLText {
    /// Escaped by code points (a combining mark behind a quote must not hide it); control characters become their
    /// pictures (␛), formatting characters the replacement character.
    package static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            default: out.append(shown(scalar))
            }
        }
        return String(out)
    }

    /// The first `limit` code points, and an ellipsis where there were more.
    package static func bounded(_ text: String, _ limit: Int = Plain.limit) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        default: byte >= 0x20 && byte < 0x7f
        }
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control:
            let picture = scalar.value < 0x20 ? 0x2400 + scalar.value : scalar.value == 0x7f ? 0x2421 : 0xfffd
            return Unicode.Scalar(picture) ?? "\u{fffd}"
        case .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return "\u{fffd}"
        default: return scalar
        }
    }
}
