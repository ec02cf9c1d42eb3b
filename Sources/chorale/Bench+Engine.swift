import ArgumentParser
import Foundation
import Server

extension Bench {
    struct Engine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prefill, decode and the first token, as shares of the ceilings that the run measures itself.")

        @Option(help: "Directory or GGUF file of a checkpoint, or OWNER/NAME of what was pulled.")
        var model = Settings.model.defaultValue

        @Option(parsing: .upToNextOption, help: "Lengths of prompts.")
        var prompts = EngineBenchmark.Options().prompts

        @Option(parsing: .upToNextOption, help: "Tokens before those that one stream decodes.")
        var depths = EngineBenchmark.Options().depths

        @Option(help: "Tokens that each stream decodes.")
        var tokens = EngineBenchmark.Options().decodedTokens

        @Option(help: "Temperature at which they are drawn; 0: the most probable ones.")
        var temperature = EngineBenchmark.Options().temperature

        @Option(help: "Share of probability that they are drawn from.")
        var topP = EngineBenchmark.Options().topP

        @Option(parsing: .upToNextOption, help: "Numbers of streams decoded together.")
        var streams = EngineBenchmark.Options().streams

        @Option(help: "Tokens of a first turn, for the time to the first token of it and of the next; 0: neither.")
        var turn = EngineBenchmark.Options().turnTokens

        @Option(help: "Threads; 0: one for each processor.")
        var threads = 0

        @Option(help: "Arithmetic.")
        var compute = Settings.compute.defaultValue

        @Option(help: "Precision of keys and values.")
        var cache = Settings.cachePrecision.defaultValue

        @Option(help: "Instruction set.")
        var instructions = Settings.kernels.defaultValue

        @Flag(help: "With the kernels that give a sequence the same bits whatever else runs.")
        var reproducible = false

        @Flag(help: "Without what chorale pack may have made.")
        var unpacked = false

        @Option(help: "Whether the head is screened for the logits that matter: auto, where that is faster.")
        var screening = ScreeningChoice.auto

        @Flag(help: "Print JSON in place of a table.")
        var json = false

        @Flag(help: "Measure instead each kernel alone.")
        var kernels = false

        @Flag(help: "Measure instead how far fast arithmetic, and a cache in 8 bits, are from exact arithmetic on this checkpoint.")
        var fidelity = false

        func validate() throws {
            let counts = prompts + streams + [tokens]
            guard counts.allSatisfy({ $0 > 0 }), ([threads, turn] + depths).allSatisfy({ $0 >= 0 }) else {
                throw ValidationError("Prompts, tokens and streams must be at least 1, depths, turn and threads at least 0.")
            }
            guard temperature >= 0, temperature.isFinite, topP > 0, topP <= 1 else {
                throw ValidationError("Temperature must not be negative, top-p be above 0 and at most 1.")
            }
            guard instructions.instructionSet != nil else { throw ValidationError("This machine has no \(instructions.rawValue).") }
        }

        func run() async throws {
            guard let set = instructions.instructionSet else { return }
            if fidelity {
                var options = FidelityBenchmark.Options()
                options.threads = threads
                print(try FidelityBenchmark(model: model, options: options).run())
            } else if kernels {
                var benchmark = KernelBenchmark()
                benchmark.threads = threads
                benchmark.instructionSet = set
                show(benchmark.run(progress: Self.progress))
            } else {
                var options = EngineBenchmark.Options()
                options.arithmetic = compute.arithmetic
                options.instructionSet = set
                options.isReproducible = reproducible
                options.cachePrecision = cache.precision
                options.usesPackedWeights = !unpacked
                options.screening = screening.screening
                (options.temperature, options.topP) = (temperature, topP)
                (options.prompts, options.depths, options.streams) = (prompts, depths, streams)
                (options.decodedTokens, options.turnTokens, options.threads) = (tokens, turn, threads)
                let report = try await EngineBenchmark(model: model, options: options).run(progress: Self.progress)
                show(json ? report.jsonText : report.text)
            }
        }

        private func show(_ text: String) {
            Self.progress("")
            print(text)
        }

        /// One line of the terminal, written over; none where nobody sees it.
        private static func progress(_ text: String) {
            guard isatty(2) == 1 else { return }
            FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
        }
    }
}

extension ScreeningChoice: ExpressibleByArgument {}

extension KernelsChoice: ExpressibleByArgument {}

extension CachePrecisionChoice: ExpressibleByArgument {}
