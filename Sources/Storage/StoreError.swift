/// What can go wrong with a store.
package enum StoreError: Error, Hashable {
    /// It cannot be opened, is no store, or is of a later version.
    case unusable(path: String, reason: String)
    /// One document is more than the whole store may hold.
    case documentTooLarge(bytes: Int, limit: Int)
    /// A page was asked for from a document that is not there.
    case unknownDocument(id: String)
    /// The task was cancelled before the store had done its work; nothing was changed.
    case cancelled
    /// The database does not answer, or has no room at the moment: the same call may succeed later.
    case unavailable(reason: String)
    /// A statement failed: the disk is full, the file is damaged.
    case failed(reason: String)

    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case is CancellationError: self = .cancelled
        default: self = .failed(reason: "\(error)")
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let path, let reason): "cannot use the store \(path): \(reason)"
        case .documentTooLarge(let bytes, let limit): "a document of \(bytes) bytes; the store holds \(limit)"
        case .unknownDocument(let id): "no document \"\(id)\" in the store"
        case .cancelled: "the store was not waited for"
        case .unavailable(let reason): "the store cannot be reached: \(reason)"
        case .failed(let reason): "the store failed: \(reason)"
        }
    }

    /// What a database says of it.
    var reason: String {
        switch self {
        case .unusable(_, let reason), .unavailable(let reason), .failed(let reason): reason
        case .documentTooLarge, .unknownDocument, .cancelled: description
        }
    }
}
