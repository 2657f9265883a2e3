import ArgumentParser
import Foundation

/// How a verb answers that has words for people and JSON for programs.
enum AnswerFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json

    /// `value` as JSON that reads well and is the same every time, without a final newline.
    static func json(_ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys) throws -> String
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = keys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// `value` as JSON on one line, for streams of objects.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
