import CLinux

/// An ordinary user: no capabilities, no other groups, the limits of a login.
enum Identity {
    /// Becomes the user `uid`, with the group of the same number. Descriptors are limited as for a login before that: afterwards nothing can be raised.
    static func become(_ uid: Int) {
        guard uid > 0 else { return }
        if clinux_set_descriptor_limit(65536) != 0 { fail("setrlimit RLIMIT_NOFILE") }
        if clinux_call(Int(SYS_setgroups), 0, 0, 0, 0, 0) != 0 { fail("setgroups") }
        if clinux_call(Int(SYS_setresgid), uid, uid, uid, 0, 0) != 0 { fail("setresgid") }
        if clinux_call(Int(SYS_setresuid), uid, uid, uid, 0, 0) != 0 { fail("setresuid") }
    }
}
