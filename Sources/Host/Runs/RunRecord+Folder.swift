import Faults
import Foundation
import Record

extension RunRecord {
    /// Reads the verdict that lies in `folder`. Throws `EvidenceError` where there is none, or it can't be read.
    public init(in folder: RunFolder) throws {
        let file = folder.recordFile
        guard folder.published != nil || FileManager.default.fileExists(atPath: file.string) else {
            throw EvidenceError(
                file: file, what: "is missing", remedy: "make it with `oomlab results judge \(folder.id)`")
        }
        let data = try folder.recordJSON()
        do {
            self = try RunRecord(encoded: data)
        } catch {
            throw EvidenceError(
                file: file, what: "is no record of \(RunRecord.currentSchema)",
                remedy: "make it again with `oomlab results judge \(folder.id)`")
        }
    }
}
