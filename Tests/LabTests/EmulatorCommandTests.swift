import SafeText
import SystemPackage
import Testing
import Vocabulary
@testable import Lab

@Suite struct EmulatorCommandTests {
    private func line(
        _ machine: Machine, _ accelerator: Accelerator, sandbox: Bool = true, start: EmulatorCommand.Start = .boot
    ) -> String {
        let emulator = Emulator(path: "/usr/bin/qemu-system-x86_64", version: "7.2.22", hasSandbox: sandbox)
        return EmulatorCommand(
            emulator: emulator, machine: machine, accelerator: accelerator, kernel: "/cache/6.12/vmlinux",
            initramfs: "/cache/images/ab.cpio", turns: "/bin/turns.so", start: start
        ).shellText
    }

    @Test func deterministicLine() {
        #expect(
            line(Machine(memoryBytes: 512 << 20, cpus: 2), .counting) == """
                LD_PRELOAD=/bin/turns.so /usr/bin/qemu-system-x86_64 -nodefaults -no-user-config -display none -machine pc-i440fx-7.2,usb=off,vmport=off \
                -accel tcg,thread=single -icount shift=1,sleep=off -rtc base=2026-01-01,clock=vm \
                -cpu qemu64-v1,-svm,+abm,+adx,+aes,+arat,+avx,+avx2,+bmi1,+bmi2,+clflushopt,+clwb,+f16c,+fma,+fsgsbase,\
                +movbe,+pclmulqdq,+pdpe1gb,+pku,+popcnt,+rdtscp,+smap,+smep,+sse4.1,+sse4.2,+ssse3,+umip,+xgetbv1,+xsave,+xsaveopt -m 536870912B -smp 2 -kernel /cache/6.12/vmlinux \
                -initrd /cache/images/ab.cpio -append 'console=ttyS0 nokaslr tsc=reliable panic=-1 maxcpus=1 \
                \((KernelCommandLine.quick + KernelCommandLine.counted).joined(separator: " "))' -serial file:console.log -no-reboot \
                -device isa-debug-exit,iobase=0xf4,iosize=0x04 -fw_cfg name=opt/oomlab/plan,file=plan \
                -object memory-backend-file,id=records,mem-path=evidence.bin,size=16M,share=on \
                -device ivshmem-plain,memdev=records,master=on \
                -device i6300esb -device pvpanic-pci -fw_cfg name=opt/oomlab/pause,string=0 \
                -action watchdog=none,panic=none \
                -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny
                """)
    }

    @Test func realtimeLines() {
        let machine = Machine(memoryBytes: 1 << 30, cpus: 4, mode: .realtime, commandLine: ["memmap=8M$1G"])
        #expect(line(machine, .threads).contains("-accel tcg,thread=multi -cpu qemu64-v1,-svm,"))
        #expect(line(machine, .threads).contains(",+xsaveopt,cx16=off -m 1073741824B -smp 4"))
        #expect(line(machine, .kvm).contains("-accel kvm -cpu host"))
        #expect(line(machine, .kvm).contains(" memmap=8M$1G' "))
        #expect(!line(machine, .threads).contains("icount"))
        #expect(line(machine, .threads).hasPrefix("/usr/bin/qemu") && line(machine, .kvm).hasPrefix("/usr/bin/qemu"))
        #expect(!line(machine, .threads, sandbox: false).contains("-sandbox"))
    }

    @Test func keptAndRestoredLines() {
        let machine = Machine(memoryBytes: 512 << 20)
        let boot = line(machine, .counting)
        let control = "-chardev socket,id=control,path=control.sock -mon chardev=control,mode=control"
        let incoming = "-incoming unix:state.sock -global migration.announce-rounds=0"
        let keep = line(machine, .counting, start: .keep)
        #expect(keep.contains("pause,string=1 -action watchdog=pause,panic=none \(control) -sandbox"))
        #expect(
            line(machine, .threads, start: .keep).contains(
                "pause,string=0 -action watchdog=none,panic=pause \(control) "))
        let restore = line(machine, .counting, start: .restore)
        #expect(restore.contains("pause,string=0 -action watchdog=none,panic=none \(control) \(incoming) -sandbox"))
        // Nothing else differs, or the machines would not be the same.
        #expect(restore.replacing(" \(control) \(incoming)", with: "") == boot)
        let granted = keep.replacing("watchdog=pause", with: "watchdog=none").replacing("string=1", with: "string=0")
        #expect(restore.replacing(" \(incoming)", with: "") == granted)
    }

    /// A QEMU that no longer has the machine gives its own.
    @Test func anotherMachineType() {
        let emulator = Emulator(path: "/q", version: "14.0", hasSandbox: true, machineType: "pc")
        let command = EmulatorCommand(
            emulator: emulator, machine: Machine(memoryBytes: 1 << 30), accelerator: .counting, kernel: "/k",
            initramfs: "/i")
        #expect(command.shellText.contains(" -machine pc,usb=off,vmport=off "))
    }

    @Test func aProgramInPlaceOfTheFirmware() {
        let emulator = Emulator(path: "/q", version: "7.2.22", hasSandbox: true)
        let text = EmulatorCommand(
            emulator: emulator, machine: Machine(memoryBytes: 64 << 20), accelerator: .counting,
            payload: .firmware("/f/firmware.rom"), turns: "/t.so"
        ).shellText
        #expect(text.contains(" -smp 1 -bios /f/firmware.rom -serial "))
        #expect(!text.contains("-kernel") && !text.contains("-append"))
    }

    @Test(arguments: [
        ("plain-word_1.2/3=4,5", "plain-word_1.2/3=4,5"), ("", "''"), ("two words", "'two words'"),
        ("it's", #"'it'\''s'"#), ("$HOME", "'$HOME'"),
        // A combining mark makes another character of the quote, and the shell sees bytes.
        ("'\u{301};id", #"''\''"# + "\u{301};id'"),
    ])
    func quotesForAShell(word: String, quoted: String) { #expect(ShellText.quoted(word) == quoted) }
}
