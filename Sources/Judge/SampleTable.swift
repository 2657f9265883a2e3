import Study

/// `samples.csv`: the series of a run, one row a sample, empty where nothing was recorded.
public enum SampleTable {
    /// The first line.
    public static let heading =
        "time_ns,memory_current,anon,kernel,sock,pressure_some_us,pressure_full_us,free_pages"

    /// The whole file.
    public static func text(_ samples: [Sample]) -> String {
        var text = heading + "\n"
        for sample in samples {
            let cells: [UInt64?] = [
                sample.timeNs, sample.current, sample.anon, sample.kernel, sample.sock, sample.pressureSomeUs,
                sample.pressureFullUs, sample.freePages,
            ]
            text += cells.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",") + "\n"
        }
        return text
    }

    /// Time and usage out of such a file, for drawing; rows that can't be read are left out.
    public static func usage(_ text: String) -> [(timeNs: UInt64, bytes: UInt64)] {
        text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            guard cells.count >= 2, let time = UInt64(cells[0]), let bytes = UInt64(cells[1]) else { return nil }
            return (time, bytes)
        }
    }
}
