import ArgumentParser
import Foundation
import Server

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the effective settings, each with where it comes from, as a YAML file.",
        usage: "chorale config [--changed] [--config <file>] [--<setting> <value> ...]",
        discussion: "It takes what chorale serve takes, and refuses what that refuses. Secrets are not shown.")

    @Option(help: "YAML file with settings; see config/server.yaml.")
    var config: String?

    @Flag(help: "Leave out what has its default.")
    var changed = false

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Settings, as chorale serve --help lists them.", valueName: "--setting value"))
    var settings: [String] = []

    func run() throws {
        let sources = try ConfigurationSources(
            arguments: settings, environment: ProcessInfo.processInfo.environment, filePath: config)
        print(try ConfigurationReport(sources).text(changedOnly: changed), terminator: "")
        // Values that cannot be served with are shown all the same, and then told of. What systemd would hand over is not here.
        guard try !sources.value(Settings.listen).contains(where: { $0.hasPrefix("systemd") }) else { return }
        _ = try ServerConfiguration(sources)
    }
}
