// What Swift can't import by itself: headers, and wrappers for variadic calls and macros. A few lines each, no logic.
// Every C module defines _GNU_SOURCE alike: otherwise clang sees two different `fd_set`.
#ifndef OOMLAB_CLINUX_H
#define OOMLAB_CLINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int clinux_errno(void) { return errno; }
static inline int clinux_open(const char *path, int flags) { return open(path, flags | O_CLOEXEC, 0644); }
static inline int clinux_set_flags(int fd, int flags) { return fcntl(fd, F_SETFL, flags); }
static inline int clinux_keep_on_exec(int fd) { return fcntl(fd, F_SETFD, 0); }
// MAP_FAILED is a cast that Swift can't see: a failure is NULL here.
static inline void *clinux_map(size_t size, int flags, int fd) {
    void *start = mmap(0, size, PROT_READ | PROT_WRITE, flags, fd, 0);
    return start == MAP_FAILED ? 0 : start;
}
static inline int clinux_finit_module(int fd) { return (int)syscall(SYS_finit_module, fd, "", 0); }
static inline int clinux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }
static inline int clinux_clone(int (*fn)(void *), void *stack_top, int flags, void *arg) {
    return clone(fn, stack_top, flags, arg);
}
// Ends the calling thread alone; the C library's pthread_exit would end the process with the last one of *its* threads.
static inline void clinux_exit_thread(void) { syscall(SYS_exit, 0); }
static inline int clinux_signal_handler(int signal, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    return sigaction(signal, &action, 0);
}
// _SC_AVPHYS_PAGES and friends are enumerators that Swift sees; the page size is wanted as a plain number.
static inline unsigned clinux_page_size(void) { return (unsigned)sysconf(_SC_PAGESIZE); }
// Swift has no atomics on plain memory; workloads count each other down with these.
static inline int clinux_add(int *counter, int value) { return __atomic_add_fetch(counter, value, __ATOMIC_SEQ_CST); }
// Keeps what is written before apart from what is written after, for another reader of the memory.
static inline void clinux_store_fence(void) { __atomic_thread_fence(__ATOMIC_RELEASE); __asm__ volatile("sfence" ::: "memory"); }
// Device registers: each store counts, in order.
static inline void clinux_store8(void *address, uint8_t value) { *(volatile uint8_t *)address = value; }
static inline void clinux_store32(void *address, uint32_t value) { *(volatile uint32_t *)address = value; }

// For the guard.
#include <dirent.h>
#include <sys/signalfd.h>
static inline const char *clinux_entry_name(const struct dirent *entry) { return entry->d_name; }
static inline int clinux_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }
static inline void clinux_reset_signal(int number) { signal(number, SIG_DFL); }

#endif
