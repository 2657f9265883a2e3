import Foundation

/// How everything that we write as JSON is written: the same bytes for the same value, and none that would do something to a terminal.
package enum JSONText {
    /// `value` as JSON. Throws `EncodingError` where a number can't be written, such as an infinite one.
    ///
    /// - Parameters:
    ///   - isPretty: Several lines rather than one; never with a final newline.
    ///   - keys: What properties' names become.
    package static func text(
        _ value: some Encodable, isPretty: Bool = true, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.keyEncodingStrategy = keys
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// JSON in which control and formatting characters that JSON itself allows in a text are `\u` escapes. Outside of texts there are none.
    package static func escaped(_ json: String) -> String {
        if json.utf8.allSatisfy({ $0 < 0x7f }) { return json }
        var out = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            if scalar.value >= 0x7f, scalar.isSteering {
                out.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// `\u202e`; a pair of surrogates beyond the first 65,536.
    package static func escape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}

extension Unicode.Scalar {
    /// Whether it is no character of a text but does something to it or to a terminal: moves the cursor, turns text around, hides, ends a line.
    package var isSteering: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
