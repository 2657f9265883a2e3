extension RandomAccessCollection where Index == Int {
    /// The first place from which on `belongs` no longer holds, found by halving: it holds for the elements before, and for none behind.
    func partitioned(_ belongs: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongs(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [TaskSnapshot] {
    /// The last one that began by `time`; the guest's clock never goes back.
    func last(at time: UInt64) -> TaskSnapshot? {
        let later = partitioned { $0.beganNs <= time }
        return later == 0 ? nil : self[later - 1]
    }
}
