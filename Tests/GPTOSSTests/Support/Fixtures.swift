import Foundation
import JSON

/// The files under Tests/Fixtures, found from this file's place in the package.
enum Fixtures {
    /// Tests/GPTOSSTests/Support/Fixtures.swift → the package's directory.
    static let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    static let directory = package + "/Tests/Fixtures"
    /// Random weights, four layers, four experts.
    static let tinyMoE = directory + "/tiny-moe"
    /// Weights set by hand: answers any Harmony prompt with the same two messages.
    static let parrot = directory + "/parrot"

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: URL(filePath: directory + "/" + path)))
    }
}
