import ArgumentParser
import Foundation
import Server

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine and Chorale on it, beside a ceiling or a peer in the same run.",
        subcommands: [
            Engine.self, HTTP.self, HTTPServer.self, Gateway.self, Upstream.self, Tokenizer.self, JSON.self, Grammar.self, Harmony.self,
        ],
        defaultSubcommand: Engine.self)

    struct Tokenizer: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Encoding, beside tiktoken.")

        @Option(help: "Directory with a tokenizer.json.")
        var model = Settings.model.defaultValue

        @Option(help: "UTF-8 text to encode.")
        var text: String?

        @Option(help: "A Python interpreter that can import tiktoken.")
        var python = "python3"

        @Option(help: "Runs, of which the best counts.")
        var rounds = 5

        func validate() throws {
            guard rounds > 0 else { throw ValidationError("Rounds must be at least 1.") }
        }

        func run() throws {
            print(try TokenizerBenchmark(model: model, file: text, python: python).run(rounds: rounds))
        }
    }

    struct Grammar: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "JSON schemas and the masks that they make, beside llguidance.")

        @Option(help: "Directory with a tokenizer.json.")
        var model = Settings.model.defaultValue

        @Option(help: "A Python interpreter that can import llguidance.")
        var python = "python3"

        @Option(help: "Compilations, of which the best counts.")
        var rounds = 5

        func validate() throws {
            guard rounds > 0 else { throw ValidationError("Rounds must be at least 1.") }
        }

        func run() throws {
            print(try GrammarBenchmark(model: model, python: python).run(rounds: rounds))
        }
    }

    struct Harmony: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rendering and parsing conversations, beside openai-harmony.",
            discussion: "The library finds its vocabulary in the folder that the variable TIKTOKEN_ENCODINGS_BASE names.")

        @Option(help: "Directory with a tokenizer.json of the vocabulary o200k_harmony.")
        var model = Settings.model.defaultValue

        @Option(help: "A Python interpreter that can import openai_harmony.")
        var python = "python3"

        @Option(help: "Conversations.")
        var conversations = 500

        @Option(help: "Runs, of which the best counts.")
        var rounds = 5

        func validate() throws {
            guard rounds > 0, conversations > 0 else { throw ValidationError("Rounds and conversations must be at least 1.") }
        }

        func run() throws {
            print(try HarmonyBenchmark(model: model, python: python, count: conversations).run(rounds: rounds))
        }
    }

    struct JSON: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Parsing and writing, beside Foundation's JSONSerialization.")

        @Option(help: "A JSON document; without it, three made for the purpose.")
        var file: String?

        @Option(help: "Runs of each, in turn.")
        var rounds = 7

        func validate() throws {
            guard rounds > 0 else { throw ValidationError("Rounds must be at least 1.") }
        }

        func run() throws {
            print(try JSONBenchmark(file: file).run(rounds: rounds))
        }
    }
}
