import Foundation

/// Where a store keeps its documents.
package enum StorePlace: Sendable, Hashable {
    /// In this process's memory, gone with it.
    case memory
    /// An SQLite file, which is made where it is not there, readable by its owner alone.
    case file(String)
    /// A PostgreSQL database, as libpq's connection URLs name it. Several servers may share it.
    case postgreSQL(url: String, connections: Int = 4)

    /// A path, or the URL of a database.
    package init(named name: String) {
        self = Self.isURL(name) ? .postgreSQL(url: name) : .file(name)
    }

    /// Whether it is a URL that libpq takes.
    package static func isURL(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }
}

extension StorePlace: CustomStringConvertible {
    /// Without user, password or options.
    package var description: String {
        switch self {
        case .memory: return ":memory:"
        case .file(let path): return path
        case .postgreSQL(let url, _):
            guard let components = URLComponents(string: url) else { return "PostgreSQL" }
            let port = components.port.map { ":\($0)" } ?? ""
            return "postgresql://\(components.host ?? "")\(port)\(components.path)"
        }
    }
}
