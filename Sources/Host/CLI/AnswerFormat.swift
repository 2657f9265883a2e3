import ArgumentParser
import Foundation
import SafeText
import Vocabulary

/// How a verb answers that has words for people and JSON for programs.
enum AnswerFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json

    /// `value` as JSON that reads well and is the same every time, without a final newline.
    static func json(_ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys) throws -> String
    {
        try JSONText.text(value, keys: keys)
    }

    /// `value` as JSON on one line, for streams of objects.
    static func line(_ value: some Encodable) throws -> String {
        try JSONText.text(value, isPretty: false)
    }
}
