import Testing

@testable import Bisection

@Suite struct BisectionSearchTests {
    /// Searches a list whose first bad place is `turn`; the places in `unknown` can't be judged.
    private func search(_ count: Int, turn: Int, unknown: Set<Int> = []) -> (BisectionSearch, looks: [Int]) {
        var search = BisectionSearch(count: count)
        var looks: [Int] = []
        while let place = search.next {
            looks.append(place)
            search.found(unknown.contains(place) ? nil : place < turn ? .good : .bad, at: place)
        }
        return (search, looks)
    }

    @Test(arguments: 2...40)
    func findsEveryTurn(count: Int) {
        for turn in 1..<count {
            let (search, looks) = search(count, turn: turn)
            #expect(search.lastGood == turn - 1 && search.firstBad == turn)
            #expect(search.unknownBetween.isEmpty && Set(looks).count == looks.count)
            // No more looks than the binary logarithm of what is between the ends.
            #expect(1 << max(0, looks.count - 1) <= max(1, count - 2))
        }
    }

    @Test func passesOverWhatCannotBeJudged() {
        for turn in 1..<12 {
            for hole in 1..<11 {
                let (search, _) = search(12, turn: turn, unknown: [hole])
                #expect(search.lastGood < turn && search.firstBad >= turn)
                #expect(search.unknownBetween == ((hole == turn || hole == turn - 1) && hole > 0 ? [hole] : []))
                #expect(search.firstBad - search.lastGood == (search.unknownBetween.isEmpty ? 1 : 2))
            }
        }
    }

    @Test func endsWhereNothingCanBeJudged() {
        let (search, looks) = search(6, turn: 3, unknown: [1, 2, 3, 4])
        #expect(search.lastGood == 0 && search.firstBad == 5 && looks.sorted() == [1, 2, 3, 4])
        #expect(search.unknownBetween == [1, 2, 3, 4])
    }
}
