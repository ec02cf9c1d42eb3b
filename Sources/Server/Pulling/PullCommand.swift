import Foundation
import Hub
package import Logging

/// `chorale pull`: a checkpoint from a hub into its cache.
package struct PullCommand {
    /// A repository and what is wanted of it, as the command line has them.
    package struct Request: Sendable {
        /// `OWNER/NAME` or `OWNER/NAME@REVISION`.
        package var repository: String
        /// Nil: the one in `repository`, else `main`.
        package var revision: String?
        /// Shell patterns; none: what serving needs.
        package var patterns: [String] = []
        package var connections = Pull.Options().connections

        package init(repository: String) {
            self.repository = repository
        }
    }

    private let pull: Pull
    private let report: PullReport

    /// - Parameter environment: see ``HubSettings/init(environment:)``.
    package init(_ request: Request, environment: [String: String], logger: Logger) throws {
        var options = Pull.Options()
        options.connections = request.connections
        if !request.patterns.isEmpty { options.selection = FileSelection(patterns: request.patterns) }
        pull = Pull(
            try RepositoryID(request.repository, revision: request.revision ?? RepositoryID.defaultRevision),
            settings: try HubSettings(environment: environment), options: options)
        report = PullReport(logger)
    }

    /// - Returns: the folder with the files.
    package func run() throws -> String {
        defer { report.end() }
        return try pull.run { [report] in report.show($0) }
    }

    /// Downloads it, telling the terminal or the log, and prints the folder.
    package static func run(_ request: Request) throws {
        let logger = Logger(label: "chorale") { StreamLogHandler.standardError(label: $0) }
        print(try PullCommand(request, environment: ProcessInfo.processInfo.environment, logger: logger).run())
    }
}
