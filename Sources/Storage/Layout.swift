/// A store's tables, and how one of an older version gets them.
struct Layout: Sendable {
    /// What each version did to the one before. Stores have these behind them: add, never change.
    let steps: [String]

    /// What a store of a version lacks.
    func steps(from version: Int) throws(LayoutError) -> ArraySlice<String> {
        guard version <= steps.count else { throw .newer(version: version, known: steps.count) }
        return steps[version...]
    }
}

/// Why a database is not opened; shown within `StoreError.unusable`.
enum LayoutError: Error, CustomStringConvertible {
    case foreign
    case newer(version: Int, known: Int)

    var description: String {
        switch self {
        case .foreign: "the database belongs to another program"
        case .newer(let version, let known): "the store has version \(version); this program knows up to \(known)"
        }
    }
}
