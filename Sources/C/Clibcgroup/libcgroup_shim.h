// libcgroup, as Debian ships it (libcgroup-dev). _GNU_SOURCE as in every C module here: see CLinux.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <libcgroup.h>
