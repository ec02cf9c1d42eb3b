import ArgumentParser
import Foundation
import Server

struct Health: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the server on this machine how it is; for the health checks of containers.",
        usage: "chorale health [--live] [--address <address>] [--config <file>] [--<setting> <value> ...]",
        discussion: """
            It takes the settings that chorale serve was started with, and ends with 0 where the server takes requests (/readyz), with 1 \
            where it does not or cannot be reached.
            """)

    @Option(help: "YAML file with settings; see config/server.yaml.")
    var config: String?

    @Flag(help: "Ask only whether the process answers (/livez), also while it loads or drains.")
    var live = false

    @Option(help: "Where to ask, as 127.0.0.1:8080 or unix:/run/chorale.sock; without it, where the settings say.")
    var address: String?

    @Option(help: "Seconds to wait.")
    var timeout = 5.0

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Settings, as chorale serve --help lists them.", valueName: "--setting value"))
    var settings: [String] = []

    func validate() throws {
        guard timeout > 0, timeout < 3600 else { throw ValidationError("The time-out is more than 0 and less than 3600 s.") }
    }

    func run() throws {
        let sources = try ConfigurationSources(
            arguments: settings, environment: ProcessInfo.processInfo.environment, filePath: config)
        let check = try HealthCheck(
            try ServerConfiguration(sources), address: address, live: live, timeout: .seconds(timeout))
        print(try check.run())
    }
}
