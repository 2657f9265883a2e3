import CLinux

/// Memory that the recorder and the actor share: taken and touched before the one becomes two, so that nobody has to fault it in later.
enum SharedMemory {
    /// Zeroed memory of `size` bytes, for as long as the agent runs. Without it there is no run.
    static func take(_ size: Int) -> UnsafeMutableRawPointer {
        guard let start = clinux_map(size, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1) else {
            RecordFile.end(.agentFailed)
        }
        return start
    }
}
