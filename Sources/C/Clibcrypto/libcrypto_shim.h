// OpenSSL's hashes, as Debian ships them (libssl-dev). Without _GNU_SOURCE, as swift-system's C module, which the same files import: clang would see two
// different `fd_set` otherwise.
#include <openssl/evp.h>
