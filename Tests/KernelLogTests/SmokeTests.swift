import KernelLog
import Testing

@Test func emptyLogHoldsNothing() { #expect(KernelLog.parse("").isEmpty) }
