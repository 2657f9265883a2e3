/// The word of `words` that `text` was most likely meant to be: fewest edits, `nil` where none is near enough to be a typing error.
public func nearestWord(to text: String, in words: some Sequence<String>) -> String? {
    let wanted = Array(text.lowercased().utf8.prefix(64))
    guard !wanted.isEmpty else { return nil }
    var best: (word: String, distance: Int)?
    for word in words {
        let candidate = Array(word.lowercased().utf8.prefix(64))
        // Half of the word may differ when one begins with the other ("obs" for "observe"), a third otherwise.
        let prefixed = wanted.count > 1 && (candidate.starts(with: wanted) || wanted.starts(with: candidate))
        let allowed = prefixed ? max(candidate.count, wanted.count) : max(1, (candidate.count + 1) / 3)
        let distance = editDistance(wanted, candidate)
        if distance <= allowed, distance < best?.distance ?? .max { best = (word, distance) }
    }
    return best?.word
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other.
func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: second.count + 1)
    var previous = Array(0...second.count)
    for row in 0..<first.count {
        var current = [row + 1]
        current.reserveCapacity(second.count + 1)
        for column in 0..<second.count {
            let replaced = previous[column] + (first[row] == second[column] ? 0 : 1)
            var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
            let swapped = row > 0 && column > 0 && first[row] == second[column - 1] && first[row - 1] == second[column]
            if swapped { cost = min(cost, beforePrevious[column - 1] + 1) }
            current.append(cost)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[second.count]
}
