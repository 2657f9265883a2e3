import GuestProtocol
@testable import Kernels
import Testing

/// Where members lie, read from a section written by hand: id 1 is an int, 2 a union without a name, 3 the struct, 4 a struct with bit fields.
@Suite struct BTFTests {
    private static let names = "\0int\0pid\0tgid\0task_struct\0flags\0small\0"

    private static func name(_ text: String) -> UInt32 {
        let all = Array(names.utf8)
        let wanted = [0] + Array(text.utf8) + [0]
        for start in all.indices where all[start...].starts(with: wanted) { return UInt32(start + 1) }
        return 0
    }

    private static func head(_ out: inout ByteWriter, _ name: UInt32, kind: UInt32, count: UInt32, flag: Bool = false) {
        out.put(name)
        out.put(kind << 24 | count | (flag ? 1 << 31 : 0))
        out.put(UInt32(0))
    }

    private static func member(_ out: inout ByteWriter, _ name: UInt32, type: UInt32, offset: UInt32) {
        out.put(name)
        out.put(type)
        out.put(offset)
    }

    private static func section(lastKind: UInt32 = 14) -> [UInt8] {
        var types = ByteWriter()
        head(&types, name("int"), kind: 1, count: 0)
        types.put(UInt32(32))
        head(&types, 0, kind: 5, count: 1)
        member(&types, name("pid"), type: 1, offset: 64)
        head(&types, name("task_struct"), kind: 4, count: 2)
        member(&types, name("tgid"), type: 1, offset: 320)
        member(&types, 0, type: 2, offset: 1024)
        head(&types, name("small"), kind: 4, count: 2, flag: true)
        member(&types, name("flags"), type: 1, offset: 4 << 24 | 3)
        member(&types, name("pid"), type: 1, offset: 32 << 24 | 32)
        head(&types, name("int"), kind: lastKind, count: 0)
        types.put(UInt32(0))
        var out = ByteWriter()
        out.put(UInt16(0xeb9f))
        out.put(UInt8(1))
        out.put(UInt8(0))
        for word in [24, 0, types.bytes.count, types.bytes.count, names.utf8.count] { out.put(UInt32(word)) }
        return out.bytes + types.bytes + Array(names.utf8)
    }

    @Test func membersAreFoundThroughUnionsWithoutAName() throws {
        let types = try BTF(BTFTests.section())
        #expect(types.offset(of: "tgid", inStruct: "task_struct") == 40)
        #expect(types.offset(of: "pid", inStruct: "task_struct") == 128 + 8)
        #expect(types.offset(of: "comm", inStruct: "task_struct") == nil)
        #expect(types.offset(of: "pid", inStruct: "task") == nil)
    }

    @Test func bitFieldsCountByTheirPlaceAlone() throws {
        let types = try BTF(BTFTests.section())
        #expect(types.offset(of: "pid", inStruct: "small") == 4)
        #expect(types.offset(of: "flags", inStruct: "small") == nil)
    }

    @Test func theProbesTakeThePidFromWhereItIs() throws {
        guard case .definitions(let definitions) = BadnessProbe.answer(for: try BTF(BTFTests.section())) else {
            Issue.record("no definitions")
            return
        }
        let texts = definitions.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            texts.last == """
                p:oomlab/badness oom_badness pid=+136(%di):s32
                r:oomlab/badness_points oom_badness points=$retval:s64

                """)
    }

    @Test func aKindFromTheFutureIsNamed() {
        #expect(throws: BTF.Flaw(description: "its BTF has types of a kind 29")) {
            try BTF(BTFTests.section(lastKind: 29))
        }
    }

    /// Cut anywhere it is refused; with any byte changed it is refused or read within its bounds.
    @Test func damageIsRefusedOrHarmless() {
        let whole = BTFTests.section()
        for count in whole.indices {
            #expect(throws: BTF.Flaw.self) { try BTF(Array(whole[..<count])) }
        }
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 0xff
            let types = try? BTF(bytes)
            if let offset = types?.offset(of: "pid", inStruct: "task_struct") { #expect(offset >= 0) }
        }
    }
}
