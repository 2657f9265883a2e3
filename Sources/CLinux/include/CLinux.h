// What Swift can't import by itself: headers, and wrappers for variadic calls and macros. A few lines each, no logic.
// Every C module defines _GNU_SOURCE alike: otherwise clang sees two different `fd_set`.
#ifndef OOMLAB_CLINUX_H
#define OOMLAB_CLINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int clinux_errno(void) { return errno; }
static inline int clinux_open(const char *path, int flags) { return open(path, flags | O_CLOEXEC, 0644); }

// For the guard.
#include <dirent.h>
#include <sys/signalfd.h>
static inline const char *clinux_entry_name(const struct dirent *entry) { return entry->d_name; }
static inline int clinux_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }
static inline void clinux_reset_signal(int number) { signal(number, SIG_DFL); }

#endif
