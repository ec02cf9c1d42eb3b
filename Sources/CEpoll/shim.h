// What Swift's Glibc module leaves out: epoll and accept4.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <sys/epoll.h>
#include <sys/socket.h>

/// The next connection, nonblocking and closed on exec; -1 with errno where there is none.
static inline int accept_nonblocking(int descriptor, struct sockaddr *address, socklen_t *length) {
    return accept4(descriptor, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
