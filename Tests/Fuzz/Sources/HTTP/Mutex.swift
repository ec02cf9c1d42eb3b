import Glibc

private let locks = getenv("UNLOCKED") == nil

/// Stands in for `Synchronization.Mutex`, which its name shadows within a module, where a sanitizer watches.
///
/// That one is a futex whose contended path is in a library without instrumentation and in the kernel: ThreadSanitizer sees neither who
/// handed the lock over nor when, and calls every access behind a contended lock a race. It knows `pthread_mutex_t`. What is locked, and
/// where, stays as it is, so that what is not locked still shows: run with `UNLOCKED=1` it locks nothing, and everything does.
struct Mutex<Value: ~Copyable>: ~Copyable, @unchecked Sendable {  // by the pthread mutex
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    init(_ value: consuming sending Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        if locks { pthread_mutex_lock(mutex) }
        defer { if locks { pthread_mutex_unlock(mutex) } }
        return try body(&value.pointee)
    }
}
