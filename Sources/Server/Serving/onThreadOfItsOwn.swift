import Foundation
import Synchronization

/// Runs what blocks for long on a thread of its own. Nil where the task is cancelled meanwhile: the work then goes on for nobody.
func onThreadOfItsOwn<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result? {
    let waiter = Mutex<CheckedContinuation<Result?, any Error>?>(nil)
    let isOver = Mutex(false)
    @Sendable func end(_ result: Swift.Result<Result?, any Error>) {
        let continuation = waiter.withLock { waiter in
            isOver.withLock { $0 = true }
            defer { waiter = nil }
            return waiter
        }
        continuation?.resume(with: result)
    }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            let isCancelled = waiter.withLock { waiter in
                guard !isOver.withLock(\.self) else { return true }
                waiter = continuation
                return false
            }
            if isCancelled { return continuation.resume(returning: nil) }
            Thread.detachNewThread {
                end(Swift.Result { try work() })
            }
        }
    } onCancel: {
        end(.success(nil))
    }
}
