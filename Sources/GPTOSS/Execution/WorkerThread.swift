import CKernels

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A thread of the system that runs one closure and is then joined.
struct WorkerThread: @unchecked Sendable {
    // `@unchecked Sendable`: the handle is only joined, once, by the pool; on some systems its type is a pointer.

    private let handle: pthread_t

    /// Starts the thread; nil when the system has none left.
    init?(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        #if canImport(Glibc)
            var thread = pthread_t()
            let status = pthread_create(&thread, nil, { Start.run($0) }, start.toOpaque())
        #else
            var created: pthread_t?
            let status = pthread_create(&created, nil, { Start.run($0) }, start.toOpaque())
        #endif
        guard status == 0 else {
            start.release()
            return nil
        }
        #if !canImport(Glibc)
            guard let thread = created else { return nil }
        #endif
        handle = thread
    }

    func join() {
        pthread_join(handle, nil)
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let argument else { return nil }
            let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            name_current_thread(start.name)
            start.body()
            return nil
        }
    }
}
