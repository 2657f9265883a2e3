import Digest
import Faults
import Foundation
import HostFiles
import SystemPackage
import Testing
@testable import Lab

@Suite struct SnapshotCacheTests {
    private func key(_ fixture: LabFixture, memory: UInt64 = 64 << 20, start: EmulatorCommand.Start = .keep)
        -> SnapshotKey
    {
        SnapshotKey(
            command: command(memory: memory, start: start), emulator: emulator,
            kernel: fixture.place.appending("kernel"),
            kernelSHA256: "00", accelerator: .counting)
    }

    private let emulator = Emulator(path: "/nonexistent/qemu", version: "7.2", hasSandbox: true)

    private func command(memory: UInt64, start: EmulatorCommand.Start) -> EmulatorCommand {
        EmulatorCommand(
            emulator: emulator, machine: Machine(memoryBytes: memory), accelerator: .counting, kernel: "/k",
            initramfs: "/i", start: start)
    }

    /// Puts a snapshot with this state in its place, as a builder does.
    private func put(_ state: [UInt8], _ key: SnapshotKey, in cache: SnapshotCache, _ fixture: LabFixture) throws {
        try CacheFolder.make(cache.folder, whatFor: "a test")
        let about = Snapshot.About(key: key.text, sha256: SHA256.of(state), bytes: state.count)
        try cache.adopt(try fixture.file("made-\(key.text.prefix(8))", Snapshot.header(about) + state), as: key)
    }

    private func age(_ key: SnapshotKey, in cache: SnapshotCache, seconds: Int) {
        var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        utimensat(AT_FDCWD, cache.path(of: key).string, &times, 0)
    }

    private func exists(_ key: SnapshotKey, in cache: SnapshotCache) -> Bool {
        FileManager.default.fileExists(atPath: cache.path(of: key).string)
    }

    /// Sends the snapshot's state to a socket, and returns what arrived.
    private func sent(_ snapshot: Snapshot) async throws -> [UInt8] {
        let (near, far) = try socketPair()
        async let arrived = Task.detached { try Data(readingAll: far) }.value
        do {
            defer { try? near.close() }
            try await snapshot.send(to: near)
        }
        return [UInt8](try await arrived)
    }

    @Test func aKeyIsForEverythingThatAMachineDependsOn() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let kernel = try fixture.file("kernel", [1, 2, 3])
        let first = key(fixture)
        #expect(first == key(fixture) && first.text.count == 64)
        #expect(first != key(fixture, memory: 65 << 20))
        let newer = Emulator(path: emulator.path, version: "8.0", hasSandbox: true)
        func made(_ emulator: Emulator, _ sha256: String, _ accelerator: Accelerator) -> SnapshotKey {
            SnapshotKey(
                command: command(memory: 64 << 20, start: .keep), emulator: emulator, kernel: kernel,
                kernelSHA256: sha256,
                accelerator: accelerator)
        }
        #expect(first == made(emulator, "00", .counting))
        #expect(first != made(newer, "00", .counting))
        #expect(first != made(emulator, "01", .counting))
        #expect(first != made(emulator, "00", .kvm))
        try fixture.file("kernel", [1, 2, 3, 4])
        #expect(first != made(emulator, "00", .counting))
    }

    @Test func keepsAndSendsAState() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache)
        let key = key(fixture)
        #expect(try cache.open(key) == nil)
        let state = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try put(state, key, in: cache, fixture)
        let snapshot = try #require(try cache.open(key))
        #expect(snapshot.about.bytes == state.count)
        #expect(try await sent(snapshot) == state)
        cache.discard(key)
        // An open one stays of use.
        #expect(try await sent(snapshot) == state)
        #expect(try cache.open(key) == nil)
    }

    @Test func everyFlippedByteIsNoticedOrHarmless() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache)
        let key = key(fixture)
        let state = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
        try put(state, key, in: cache, fixture)
        let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: cache.path(of: key).string)))
        for index in stride(from: 0, to: good.count, by: 37) {
            var bad = good
            bad[index] ^= 0x10
            try Data(bad).write(to: URL(fileURLWithPath: cache.path(of: key).string))
            do {
                if let snapshot = try cache.open(key) { #expect(try await sent(snapshot) == state, "byte \(index)") }
            } catch is Snapshot.Flaw {
                continue
            }
            #expect(index < Snapshot.headerBytes, "byte \(index) of the state was flipped, and nobody noticed")
        }
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 9095]) func aTruncatedOneIsNoticed(length: Int) async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache)
        let key = key(fixture)
        try put([UInt8](repeating: 7, count: 5000), key, in: cache, fixture)
        truncate(cache.path(of: key).string, length)
        await #expect(throws: Snapshot.Flaw.self) {
            if let snapshot = try cache.open(key) { _ = try await sent(snapshot) }
        }
    }

    @Test func aForeignOneIsNoticed() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache)
        let (own, other) = (key(fixture), key(fixture, memory: 128 << 20))
        try put([1], other, in: cache, fixture)
        rename(cache.path(of: other).string, cache.path(of: own).string)
        #expect(throws: Snapshot.Flaw(description: "was made for another machine")) { try cache.open(own) }
    }

    @Test func theLeastRecentlyUsedGoFirst() throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache, limitBytes: 3 << 20)
        let keys = (0..<5).map { key(fixture, memory: UInt64($0 + 1) << 20) }
        for (index, key) in keys[..<4].enumerated() {
            try put([UInt8](repeating: 1, count: 1 << 20), key, in: SnapshotCache(fixture.cache), fixture)
            age(key, in: cache, seconds: 1000 + index)
        }
        // The oldest is used again, and so it stays.
        _ = try cache.open(keys[0])
        try put([UInt8](repeating: 1, count: 1 << 20), keys[4], in: cache, fixture)
        #expect(keys.map { exists($0, in: cache) } == [true, false, false, false, true])
        #expect(cache.contents.count == 2 && cache.contents.bytes <= 3 << 20)
        // One that is larger than the limit alone is kept until the next is made.
        let small = SnapshotCache(fixture.cache, limitBytes: 1)
        small.prune(keeping: keys[4])
        #expect(keys.map { exists($0, in: cache) } == [false, false, false, false, true])
    }

    @Test func oneAtATimeMayMakeOne() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cache = SnapshotCache(fixture.cache)
        let (one, other) = (key(fixture), key(fixture, memory: 128 << 20))
        let lock = try await cache.lock(one)
        // Another machine's lock is another one.
        let free = try await cache.lock(other)
        let waiting = Task { _ = try await cache.lock(one) }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        _ = consume lock
        _ = consume free
        _ = try await cache.lock(one)
    }

    @Test func theLimitIsASize() throws {
        #expect(try SnapshotCache.limit(in: [:]) == 4 << 30)
        #expect(try SnapshotCache.limit(in: ["OOMLAB_SNAPSHOT_LIMIT": "512M"]) == 512 << 20)
        #expect(try SnapshotCache.limit(in: ["OOMLAB_SNAPSHOT_LIMIT": "0"]) == 0)
        let error = #expect(throws: UsageError.self) { try SnapshotCache.limit(in: ["OOMLAB_SNAPSHOT_LIMIT": "much"]) }
        #expect(error?.message == "OOMLAB_SNAPSHOT_LIMIT=much is not a size")
    }
}

/// Two sockets that are connected with each other.
func socketPair() throws -> (FileDescriptor, FileDescriptor) {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
}

extension Data {
    /// Everything until the other end is closed.
    init(readingAll socket: FileDescriptor) throws {
        self = try FileHandle(fileDescriptor: socket.rawValue, closeOnDealloc: true).readToEnd() ?? Data()
    }
}
