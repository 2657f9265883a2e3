// The keys are public names: docs/evidence-format.md says what each holds.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension RunRecord {
    /// Free memory of one zone below its min watermark, in pages.
    public struct ReserveRecord: Codable, Equatable, Sendable {
        /// `allocation_failure`, `oom_report`, `zoneinfo` or `buddyinfo`.
        public var source: String
        public var atNs: UInt64
        public var node: Int
        public var zone: String
        public var belowPages: Int
        public var freePages: Int
        /// The watermark, without a boost.
        public var minPages: Int
        /// On the CPUs' own lists, which `free_pages` leaves out; `null` where the source doesn't tell.
        @Explicit public var pcpPages: Int?
        /// Reserved for atomic allocations of high order; `null` where the source doesn't tell.
        @Explicit public var highatomicPages: Int?
        /// Who asked for memory then, by the kernel's report; `null` for a sample.
        @Explicit public var request: Request?

        /// An allocation.
        public struct Request: Codable, Equatable, Sendable {
            @Explicit public var task: String?
            @Explicit public var pid: Int?
            @Explicit public var role: String?
            @Explicit public var order: Int?
            /// As printed.
            @Explicit public var gfp: String?

            package init(
                task: String? = nil, pid: Int? = nil, role: String? = nil, order: Int? = nil, gfp: String? = nil
            ) {
                self.task = task
                self.pid = pid
                self.role = role
                self.order = order
                self.gfp = gfp
            }
        }

        package init(
            source: String, atNs: UInt64, node: Int, zone: String, belowPages: Int, freePages: Int, minPages: Int,
            pcpPages: Int? = nil, highatomicPages: Int? = nil, request: Request? = nil
        ) {
            self.source = source
            self.atNs = atNs
            self.node = node
            self.zone = zone
            self.belowPages = belowPages
            self.freePages = freePages
            self.minPages = minPages
            self.pcpPages = pcpPages
            self.highatomicPages = highatomicPages
            self.request = request
        }
    }
}
