import ArgumentParser
import Server

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a model over HTTP.",
        usage: "chorale serve [--model <directory>] [--host <address>] [--port <port>] [--config <file>] [--<setting> <value> ...]",
        discussion: """
            Every setting can be given as a flag, as an environment variable or in the YAML file, the first of which wins.

            \(Settings.helpText)
            """)

    @Option(help: "YAML file with settings; see config/server.yaml.")
    var config: String?

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Settings, as listed above.", valueName: "--setting value"))
    var settings: [String] = []

    func run() async throws {
        try await ChoraleServer.run(ServerConfiguration(arguments: settings, filePath: config))
    }
}
