// oomlab-guard [--remove DIR] -- PROGRAM ARGUMENT…
//
// Stands between the command and one QEMU, so that QEMU never outlives the command. The command holds the other end of the guard's
// standard input: whatever the command dies of, SIGKILL included, the kernel closes that pipe, and the guard kills QEMU by its pid, waits
// for it, removes the run's unfinished folder and leaves. SIGTERM, SIGINT and SIGHUP kill QEMU too, but leave the folder to the command,
// which is alive then. Should the guard itself be killed, QEMU gets SIGKILL from the kernel (PR_SET_PDEATHSIG).
//
// Otherwise the guard ends when QEMU ends and with its status: 128 + N where signal N killed it, 127 where it could not be started.
import CLinux

guard let request = GuardRequest.fromProcess() else {
    Complaint.write("oomlab-guard: usage: oomlab-guard [--remove DIR] -- PROGRAM ARGUMENT...\n")
    exit(64)
}
let signals = SignalFile.open()
let child = Child.start(request.program)
guard child.pid > 0 else {
    Complaint.write("oomlab-guard: can't fork\n")
    exit(71)
}
switch Watch.wait(for: child, signals: signals) {
case .ended(let status):
    exit(status)
case .told(let signal):
    child.kill()
    exit(128 + signal)
case .commandGone:
    child.kill()
    if let folder = request.folder { PartialFolder.remove(folder) }
    exit(129)
}
