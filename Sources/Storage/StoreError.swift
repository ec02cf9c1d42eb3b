/// What can go wrong with a store.
package enum StoreError: Error, Hashable {
    /// The file cannot be opened, or is no store.
    case unusable(path: String, reason: String)
    /// A statement failed: the disk is full, the file is damaged.
    case failed(reason: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let path, let reason): "cannot use the store \(path): \(reason)"
        case .failed(let reason): "the store failed: \(reason)"
        }
    }
}
