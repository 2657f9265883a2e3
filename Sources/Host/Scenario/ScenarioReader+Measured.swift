extension ScenarioReader {
    /// Reads the ranges of values for which the expectations were measured. What a twin sets, it is measured with alone.
    mutating func readMeasured(_ node: SourceTree?, twin: Fields?) {
        let names = [Scenario.MachineWord.cpus, Scenario.MachineWord.memory] + scenario.parameters.map(\.name)
        guard let node, let ranges = fields(node, key: "measured", known: names) else { return }
        for pair in ranges.pairs where !(isTwin && twin?["set"]?[pair.key] != nil) {
            let key = "measured.\(pair.key)"
            guard let text = text(pair.value, key: key) else { continue }
            if let range = MeasuredRange(name: pair.key, text: text) {
                scenario.measured.append(range)
            } else {
                report(
                    pair.value, key: key, value: text,
                    "'\(text)' is not a range: write LOW..HIGH, such as 1..4, 64M..256M or 1s..5s")
            }
        }
    }
}
