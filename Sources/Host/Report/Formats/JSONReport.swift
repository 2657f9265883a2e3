import Foundation
import Record

/// Records for programs: an array of what each run's `record.json` holds.
public enum JSONReport {
    /// The array, with a final newline. Throws where a number can't be written as JSON.
    public static func text(_ records: [RunRecord]) throws -> String {
        let objects = try records.map { record in
            String(decoding: try record.encoded(), as: UTF8.self).trimmingCharacters(in: .newlines)
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }
}
