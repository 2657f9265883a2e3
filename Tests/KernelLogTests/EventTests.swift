import KernelLog
import Testing

/// Lines that are no OOM report.
@Suite struct EventTests {
    @Test(arguments: [
        ("Oops: 0002 [#1] SMP PTI", "oops"), ("Oops: general protection fault: 0000 [#1]", "oops"),
        ("general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP", "oops"),
        ("invalid opcode: 0000 [#1] SMP", "oops"), ("kernel BUG at mm/slub.c:305!", "oops"),
        ("BUG: unable to handle page fault for address: ffff", "oops"),
        ("BUG: kernel NULL pointer dereference, address: 0000000000000008", "oops"),
        ("Internal error: Oops: 96000004 [#1] PREEMPT SMP", "oops"),
        ("BUG: Bad page state in process x  pfn:00001", "oops"),
        ("Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009", "panic"),
        ("INFO: task khugepaged:42 blocked for more than 120 seconds.", "hung_task"),
        ("INFO: task dd:42 blocked in I/O wait for more than 120 seconds.", "hung_task"),
        ("watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [hog:205]", "soft_lockup"),
        ("BUG: soft lockup - CPU#1 stuck for 67s! [hog:205]", "soft_lockup"),
        ("watchdog: Watchdog detected hard LOCKUP on cpu 0", "soft_lockup"),
        ("watchdog: CPU3: Watchdog detected hard LOCKUP on cpu 0", "soft_lockup"),
        ("BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 41s!", "soft_lockup"),
        ("rcu: INFO: rcu_preempt self-detected stall on CPU", "rcu_stall"),
        ("rcu: INFO: rcu_sched detected stalls on CPUs/tasks:", "rcu_stall"),
        ("rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 0-... }", "rcu_stall"),
        ("INFO: rcu_sched_state detected stall on CPU 0 (t=15000 jiffies)", "rcu_stall"),
        ("INFO: rcu_tasks detected stalls on tasks:", "rcu_stall"),
    ])
    func failures(_ line: String, _ word: String) throws {
        let items = KernelLog.parse(Sample.records("before\n\(line)\nafter"))
        #expect(items.count == 1)
        let event = try #require(KernelLog.events(Sample.records("before\n\(line)\nafter")).first)
        #expect(event.kind.failureWord == word)
        #expect(event.text == line)
        #expect(event.line == 2)
        #expect(event.sequence == 101)
        #expect(event.timeNs == 5_000_010_000)
    }

    @Test(arguments: [
        "WARNING: CPU: 1 PID: 2 at mm/page_alloc.c:4935 __alloc_pages+0x1/0x2",
        "WARNING: mm/x.c:12 at f+0x1/0x2, CPU#1: hog/205",
    ])
    func warningsAreNoFailures(_ line: String) {
        #expect(KernelLog.events(line).map(\.kind) == [.warning])
        #expect(KernelLog.events(line).first?.kind.failureWord == nil)
    }

    @Test(arguments: [
        "BUGS: none", "INFO: nothing blocked", "WARNING: Spectre v2", "a panic attack", "Out of memory at this shop",
        "oomd started", "Task in progress: 3", "memory: usage 5%", "[ pid ] of mine", "Kernel command line: panic=-1",
    ])
    func harmlessLinesAreNothing(_ line: String) {
        #expect(KernelLog.parse(line).isEmpty)
    }

    @Test func allocationFailure() throws {
        let line =
            "md5 sum: page allocation failure: order:4, mode:0x40c40(GFP_NOFS|__GFP_COMP), nodemask=(null),cpuset=/,mems_allowed=0"
        let event = try #require(KernelLog.events(line).first)
        #expect(event.kind == .allocationFailure)
        #expect(event.task == "md5 sum")
        #expect(event.order == 4)
        #expect(event.mode == "0x40c40(GFP_NOFS|__GFP_COMP)")
        let old = try #require(KernelLog.events("swapper: page allocation failure. order:0, mode:0x20").first)
        #expect(old.order == 0)
        #expect(old.mode == "0x20")
    }

    @Test func allocationFailureWithItsMemInfoIsNoReport() {
        let tail = Sample.global.split(separator: "\n").dropFirst().prefix(20).joined(separator: "\n")
        let log = "x: page allocation failure: order:0, mode:0x20(GFP_ATOMIC)\n" + tail
        #expect(KernelLog.reports(log).isEmpty)
    }

    @Test func hungTaskNamesTheTask() throws {
        let event = try #require(KernelLog.events("INFO: task a b:c:42 blocked for more than 120 seconds.").first)
        #expect(event.task == "a b:c")
        #expect(event.pid == 42)
    }

    @Test func suspendDisablesTheKiller() {
        let log = "OOM killer disabled.\nOOM killer enabled.\n"
        #expect(KernelLog.events(log).map(\.kind) == [.oomDisabled, .oomEnabled])
    }

    @Test func sysrqWithoutReportIsAnEvent() {
        #expect(
            KernelLog.events("sysrq: Manual OOM execution\nsysrq: OOM request ignored. No task eligible\n").count == 2)
        #expect(KernelLog.reports("sysrq: Manual OOM execution\n").isEmpty)
    }

    @Test func sysrqMakesAReportSo() {
        let log = "sysrq: Manual OOM execution\n" + Sample.global
        #expect(KernelLog.reports(log).map(\.kind) == [.sysrq])
        #expect(KernelLog.events(log).isEmpty)
        let byOrder = Sample.global.replacing("order=0", with: "order=-1", maxReplacements: 1)
        #expect(KernelLog.reports(byOrder).map(\.kind) == [.sysrq])
    }
}

extension String {
    /// A replacement without Foundation's.
    fileprivate func replacing(_ old: String, with new: String, maxReplacements: Int) -> String {
        var result = ""
        var rest = self[...]
        var left = maxReplacements
        while let character = rest.first {
            if left > 0, rest.hasPrefix(old) {
                result += new
                rest = rest.dropFirst(old.count)
                left -= 1
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
