import ArgumentParser
import Foundation
import Server

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine and Chorale on it, beside a ceiling or a peer in the same run.",
        subcommands: [Engine.self, HTTP.self, HTTPServer.self, Tokenizer.self, JSON.self, Grammar.self], defaultSubcommand: Engine.self)

    struct Engine: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prefill and decode, as shares of the ceilings that the run measures itself.")

        @Option(help: "Directory of a checkpoint.")
        var model = Settings.model.defaultValue

        @Option(help: "Prompt tokens.")
        var prompt = 512

        @Option(help: "Tokens decoded, for each number of streams.")
        var tokens = 32

        @Option(parsing: .upToNextOption, help: "Numbers of streams decoded together.")
        var streams = [1, 4]

        @Option(help: "Threads; 0: one for each processor.")
        var threads = 0

        @Option(help: "Arithmetic.")
        var compute = Settings.compute.defaultValue

        @Flag(help: "Measure instead how far fast arithmetic is from exact arithmetic on this checkpoint.")
        var fidelity = false

        func validate() throws {
            guard prompt > 0, tokens > 0, threads >= 0, !streams.isEmpty, streams.allSatisfy({ $0 > 0 }) else {
                throw ValidationError("Prompt, tokens and streams must be at least 1, threads at least 0.")
            }
        }

        func run() throws {
            if fidelity {
                var options = FidelityBenchmark.Options()
                options.threads = threads
                print(try FidelityBenchmark(model: model, options: options).run())
                return
            }
            var options = EngineBenchmark.Options()
            options.arithmetic = compute.arithmetic
            options.promptTokens = prompt
            options.decodedTokens = tokens
            options.streams = streams
            options.threads = threads
            // Unbuffered: lines as they are measured, also into a pipe.
            try EngineBenchmark(model: model, options: options).run { FileHandle.standardOutput.write(Data(($0 + "\n").utf8)) }
        }
    }

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
