// What Swift's Glibc module leaves out: epoll, eventfd and accept4. Without _GNU_SOURCE, under which types of Glibc's differ from the module's.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

/// The next connection, nonblocking and closed on exec; -1 with errno where there is none.
static inline int accept_nonblocking(int descriptor, struct sockaddr *address, socklen_t *length) {
    return accept4(descriptor, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
