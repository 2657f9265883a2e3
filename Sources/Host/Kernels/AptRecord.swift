/// A paragraph of apt's text format: fields by name, continuation lines joined.
struct AptRecord: Equatable {
    private var fields: [String: String] = [:]

    subscript(name: String) -> String? { fields[name.lowercased()] }

    var isEmpty: Bool { fields.isEmpty }

    /// Every paragraph of the text; comment lines are left out.
    static func all(in text: String) -> [AptRecord] {
        var records: [AptRecord] = []
        var record = AptRecord()
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.first != "#" {
            if line.allSatisfy(\.isWhitespace) {
                if !record.isEmpty { records.append(record) }
                record = AptRecord()
                name = nil
            } else if line.first == " " || line.first == "\t" {
                if let name { record.fields[name]? += "\n" + line.drop(while: \.isWhitespace) }
            } else if let colon = line.firstIndex(of: ":") {
                let key = line[..<colon].lowercased()
                record.fields[key] = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
                name = key
            }
        }
        if !record.isEmpty { records.append(record) }
        return records
    }
}
