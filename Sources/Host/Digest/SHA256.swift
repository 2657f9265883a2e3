import Clibcrypto

/// SHA-256 (FIPS 180-4), computed by OpenSSL's libcrypto: as quick as the processor's own instructions allow, and nothing to compile.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// A hash of nothing so far.
    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            // It fails only if memory is short or libcrypto is broken, and a wrong identity would be worse than none.
            fatalError("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        precondition(EVP_DigestUpdate(context, start, bytes.count) == 1, "libcrypto refused to hash")
    }

    /// Adds bytes to what is hashed.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let whole: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if whole == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// The hash of everything that was added, in lower-case hexadecimal digits.
    package consuming func finish() -> String {
        let digest = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
            var length: UInt32 = 0
            precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1, "libcrypto gave no hash")
            count = Int(length)
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension SHA256 {
    /// The hash of `bytes`, in hexadecimal digits.
    package static func of(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// The hash of several fields, in hexadecimal digits. The length in front of each keeps two lists from passing for one.
    package static func of(fields: [String]) -> String {
        var hash = SHA256()
        for field in fields { hash.update("\(field.utf8.count):\(field)".utf8) }
        return hash.finish()
    }
}
