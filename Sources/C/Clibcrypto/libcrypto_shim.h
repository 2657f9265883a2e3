// OpenSSL's hashes, as Debian ships them (libssl-dev). _GNU_SOURCE as in every C module here: see CLinux.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <openssl/evp.h>
