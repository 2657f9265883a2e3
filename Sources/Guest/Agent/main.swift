import CLinux
import GuestProtocolEmbedded

/// PID 1 of the guest. What does not depend on the plan comes first, so that a machine can be kept at the point where the
/// plan is read, and go on from there with another plan.
func main() -> Never {
    Filesystems.mountAll()
    iopl(3)
    guard let device = RecordDevice.find() else {
        // Without the record file there is no one to tell but the console.
        print("oomlab-agent: no record device")
        RecordFile.end(.agentFailed)
    }
    let records = RecordFile(device)
    let pausePoint = PausePoint.find()
    Observer.protect()
    let libcgroupFailure = GroupTree.initialize()
    let ownGroupFailure = GroupTree.enterOwnGroup()
    Tracing.start()

    pausePoint?.ask()

    // From here on the plan counts. Nothing has been recorded so far: a kept machine's records would be those of another run.
    Setup.perform(libcgroupFailure, ownGroupFailure, records).perform()
}

main()
