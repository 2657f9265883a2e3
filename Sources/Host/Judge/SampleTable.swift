import Study

/// `samples.csv`: the series of a run, one row a sample, empty where nothing was recorded.
public enum SampleTable {
    /// The first line.
    public static let heading =
        "time_ns,memory_current,anon,kernel,sock,pressure_some_us,pressure_full_us,free_pages,file,shmem,max_events,oom_events"

    /// The whole file.
    public static func text(_ samples: [Sample]) -> String {
        var text = heading + "\n"
        for sample in samples {
            let cells: [UInt64?] = [
                sample.timeNs, sample.current, sample.anon, sample.kernel, sample.sock, sample.pressureSomeUs,
                sample.pressureFullUs, sample.freePages, sample.file, sample.shmem, sample.maxEvents,
                sample.oomEvents,
            ]
            text += cells.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",") + "\n"
        }
        return text
    }
}
