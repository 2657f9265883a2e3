import Foundation
import SafeText
import Vocabulary

extension Comparison {
    private struct Answer: Encodable {
        let reference: String
        let rows: [Row]
        let notes: [String]
    }

    private struct Row: Encodable {
        let row: ComparisonRow

        private enum Key: String, CodingKey {
            case scenario, observation, kernel, reference, mode, runs, absent, referenceRuns = "reference_runs"
            case referenceAbsent = "reference_absent"
            case value, referenceValue = "reference_value"
            case words, referenceWords = "reference_words"
            case difference, interval, effect, p, seeds, differingSeeds = "differing_seeds"
            case neededRuns = "needed_runs"
            case verdict, unit
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(row.scenario, forKey: .scenario)
            try container.encode(row.observation.rawValue, forKey: .observation)
            try container.encode(row.observation.unit.rawValue, forKey: .unit)
            try container.encode(row.kernel, forKey: .kernel)
            try container.encode(row.reference, forKey: .reference)
            try container.encode(row.mode, forKey: .mode)
            try container.encode(row.runs, forKey: .runs)
            try container.encode(row.absent, forKey: .absent)
            try container.encode(row.referenceRuns, forKey: .referenceRuns)
            try container.encode(row.referenceAbsent, forKey: .referenceAbsent)
            // What is not there is null, so that every row has every key.
            try container.encode(row.value, forKey: .value)
            try container.encode(row.referenceValue, forKey: .referenceValue)
            try container.encode(row.words, forKey: .words)
            try container.encode(row.referenceWords, forKey: .referenceWords)
            try container.encode(row.difference, forKey: .difference)
            try container.encode(row.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .interval)
            try container.encode(row.effect, forKey: .effect)
            try container.encode(row.p, forKey: .p)
            try container.encode(row.seeds, forKey: .seeds)
            try container.encode(row.differingSeeds, forKey: .differingSeeds)
            try container.encode(row.neededRuns, forKey: .neededRuns)
            try container.encode(row.verdict, forKey: .verdict)
        }
    }

    /// The answer for programs: `{reference, rows: […], notes: […]}`.
    ///
    /// - Parameter reference: The reference as it was asked for.
    public func json(reference: String) throws -> String {
        try JSONText.text(Answer(reference: reference, rows: rows.map(Row.init), notes: notes)) + "\n"
    }
}
