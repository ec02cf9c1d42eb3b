import ArgumentParser
import Server

/// The command line: each command reads its arguments and leaves the work to `Server`.
@main
struct Chorale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chorale",
        abstract: "An OpenAI-compatible server for gpt-oss mixture-of-experts models.",
        version: Version.current,
        subcommands: [
            Serve.self, Chat.self, Config.self, Health.self, Key.self, Pull.self, Pack.self, Inspect.self, Tokenize.self,
            Render.self, Parse.self, Dataset.self, Bench.self,
        ])
}
