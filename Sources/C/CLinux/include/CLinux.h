// What Swift can't import by itself: headers, and wrappers for variadic calls and macros. A few lines each, no logic.
// Every C module defines _GNU_SOURCE alike: otherwise clang sees two different `fd_set`.
#ifndef OOMLAB_CLINUX_H
#define OOMLAB_CLINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/userfaultfd.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int clinux_errno(void) { return errno; }
static inline void clinux_set_errno(int error) { errno = error; }
// RTLD_NEXT is a cast that Swift can't see.
static inline void *clinux_next_symbol(const char *name) { return dlsym(RTLD_NEXT, name); }
static inline int clinux_open(const char *path, int flags) { return open(path, flags | O_CLOEXEC, 0644); }
static inline int clinux_set_flags(int fd, int flags) { return fcntl(fd, F_SETFL, flags); }
static inline int clinux_keep_on_exec(int fd) { return fcntl(fd, F_SETFD, 0); }
static inline int clinux_close_on_exec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC); }
// MAP_FAILED is a cast that Swift can't see: a failure is NULL here.
static inline void *clinux_map(size_t size, int flags, int fd) {
    void *start = mmap(0, size, PROT_READ | PROT_WRITE, flags, fd, 0);
    return start == MAP_FAILED ? 0 : start;
}
static inline void *clinux_map_file(size_t size, int fd, long offset) {
    void *start = mmap(0, size, PROT_READ, MAP_SHARED, fd, offset);
    return start == MAP_FAILED ? 0 : start;
}
static inline void *clinux_map_readable(void *place, size_t size, int flags, int fd) {
    void *start = mmap(place, size, PROT_READ, flags, fd, 0);
    return start == MAP_FAILED ? 0 : start;
}
static inline int clinux_finit_module(int fd) { return (int)syscall(SYS_finit_module, fd, "", 0); }
// A negative number stands for every CPU.
static inline int clinux_run_on_cpu(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int each = 0; each < CPU_SETSIZE; each++)
        if (cpu < 0 || each == cpu) CPU_SET(each, &set);
    return sched_setaffinity(0, sizeof set, &set);
}
static inline int clinux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }
static inline int clinux_clone(int (*fn)(void *), void *stack_top, int flags, void *arg) {
    return clone(fn, stack_top, flags, arg);
}
// fork(2), but the child is its parent's sibling, and its pid is in `pid` before it runs.
static inline int clinux_fork_sibling(int *pid) { return (int)syscall(SYS_clone, CLONE_PARENT | CLONE_PARENT_SETTID | SIGCHLD, 0, pid, 0, 0); }
// Waits for a descriptor to become readable, for at most so many nanoseconds: whether it is.
static inline int clinux_readable_within(int fd, long nanoseconds) {
    struct pollfd one = {fd, POLLIN, 0};
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(&one, 1, &time, 0) == 1;
}
// PR_SET_IO_FLUSHER is newer than some C libraries' headers (Linux 5.6).
static inline int clinux_set_io_flusher(unsigned long on) { return prctl(57, on, 0, 0, 0); }
static inline int clinux_set_timer_slack(unsigned long nanoseconds) { return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0); }
// A write that changes nothing, and that no compiler leaves out.
static inline void clinux_touch(void *byte) { *(volatile char *)byte = *(volatile char *)byte; }
// Ends the calling thread alone; the C library's pthread_exit would end the process with the last one of *its* threads.
static inline void clinux_exit_thread(void) { syscall(SYS_exit, 0); }
static inline int clinux_signal_handler(int signal, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    return sigaction(signal, &action, 0);
}
// Between fork and exec a child has its parent's handlers.
static inline sigset_t clinux_block_signals(void) {
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    return before;
}
static inline void clinux_restore_signals(sigset_t mask) { sigprocmask(SIG_SETMASK, &mask, 0); }
// In a child: no handler is its parent's any more, and what was held back comes.
static inline void clinux_default_signals(void) {
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
}
// _SC_AVPHYS_PAGES and friends are enumerators that Swift sees; the page size is wanted as a plain number.
static inline unsigned clinux_page_size(void) { return (unsigned)sysconf(_SC_PAGESIZE); }
// Swift has no atomics on plain memory; workloads count each other down with these.
static inline int clinux_add(int *counter, int value) { return __atomic_add_fetch(counter, value, __ATOMIC_SEQ_CST); }
// Words in memory that two processes share: what was written before a store is there for whoever has loaded it.
static inline uint64_t clinux_load(const void *word) { return __atomic_load_n((const uint64_t *)word, __ATOMIC_ACQUIRE); }
static inline void clinux_store(void *word, uint64_t value) { __atomic_store_n((uint64_t *)word, value, __ATOMIC_RELEASE); }
// Keeps what is written before apart from what is written after, for another reader of the memory.
static inline void clinux_store_fence(void) { __atomic_thread_fence(__ATOMIC_RELEASE); __asm__ volatile("sfence" ::: "memory"); }
// Device registers: each store counts, in order.
static inline void clinux_store8(void *address, uint8_t value) { *(volatile uint8_t *)address = value; }
static inline void clinux_store32(void *address, uint32_t value) { *(volatile uint32_t *)address = value; }

// Variadic calls, each with the one shape that is needed of it.
static inline long clinux_call(long number, long a, long b, long c, long d, long e) {
    return syscall(number, a, b, c, d, e);
}
static inline int clinux_fcntl(int fd, int command, int argument) { return fcntl(fd, command, argument); }
static inline int clinux_ioctl(int fd, unsigned long request, void *argument) { return ioctl(fd, request, argument); }
static inline long clinux_ptrace(int request, int pid, long data) { return ptrace(request, pid, 0, data); }
static inline void *clinux_attach_segment(int id) {
    void *start = shmat(id, 0, 0);
    return start == (void *)-1 ? 0 : start;
}
// The soft limit, which is the one that counts; the hard one stays at or above it.
static inline int clinux_set_descriptor_limit(unsigned long count) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return -1;
    limit.rlim_cur = count;
    if (limit.rlim_max < count) limit.rlim_max = count;
    return setrlimit(RLIMIT_NOFILE, &limit);
}
static inline int clinux_lift_lock_limit(void) {
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_MEMLOCK, &limit);
}
static inline int clinux_set_timer(long microseconds) {
    struct itimerval once = {.it_value = {microseconds / 1000000, microseconds % 1000000}};
    return setitimer(ITIMER_REAL, &once, 0);
}
// glibc's transparent unions for socket addresses are beyond Swift's importer.
static inline int clinux_bind_unix(int sock, const struct sockaddr_un *to, unsigned length) {
    return bind(sock, (const struct sockaddr *)to, length);
}
// A listening socket on a port of 127.0.0.1 that the kernel chooses, and a connection to it.
static inline int clinux_listen_on_loopback(int sock, struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return bind(sock, (struct sockaddr *)address, length) || listen(sock, 1)
        || getsockname(sock, (struct sockaddr *)address, &length);
}
static inline int clinux_connect(int sock, const struct sockaddr_in *address) {
    return connect(sock, (const struct sockaddr *)address, sizeof *address);
}
static inline int clinux_accept(int sock) { return accept(sock, 0, 0); }
static inline long clinux_send_word(int sock, const long *word, const struct sockaddr_un *to, unsigned length) {
    return sendto(sock, word, sizeof *word, 0, (const struct sockaddr *)to, length);
}
// The control-message macros are beyond Swift's importer: one descriptor with a word of zero.
static inline long clinux_send_descriptor(int sock, int fd, const struct sockaddr_un *to, unsigned length) {
    char control[CMSG_SPACE(sizeof(int))] = {0};
    long word = 0;
    struct iovec data = {&word, sizeof word};
    struct msghdr message = {.msg_name = (void *)to, .msg_namelen = length, .msg_iov = &data, .msg_iovlen = 1,
                             .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET, header->cmsg_type = SCM_RIGHTS, header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &fd, sizeof(int));
    return sendmsg(sock, &message, 0);
}
// A descriptor stays open in the receiver; what it is called there, nobody needs to know. Answers the word that came, or -1:
// also where the descriptor was lost on its way.
static inline long clinux_receive_descriptor(int sock) {
    char control[CMSG_SPACE(sizeof(int))];
    long word = 0;
    struct iovec data = {&word, sizeof word};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(sock, &message, 0) != sizeof word) return -1;
    return message.msg_flags & MSG_CTRUNC ? (errno = EMFILE, -1L) : word;
}

// For the guard.
#include <dirent.h>
#include <sys/signalfd.h>
static inline const char *clinux_entry_name(const struct dirent *entry) { return entry->d_name; }
static inline int clinux_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }
static inline void clinux_reset_signal(int number) { signal(number, SIG_DFL); }

#endif
