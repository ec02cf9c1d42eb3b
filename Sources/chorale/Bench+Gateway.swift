import ArgumentParser
import Foundation
import Server

extension Bench {
    struct Gateway: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Chorale in front of scripted upstreams: what it adds, what it costs, and whether anything is lost.")

        @Option(help: "Requests whose first tokens are compared; 0: none.")
        var firstTokens = GatewayBenchmark.Options().firstTokens

        @Option(parsing: .upToNextOption, help: "Numbers of streams.")
        var streams = GatewayBenchmark.Options().streams

        @Option(help: "Words of each answer.")
        var words = GatewayBenchmark.Options().words

        @Option(parsing: .upToNextOption, help: "Tokens a second and stream.")
        var rates = GatewayBenchmark.Options().rates

        @Option(help: "Tokens that the upstream sends together.")
        var tokensPerEvent = GatewayBenchmark.Options().tokensPerEvent

        @Option(help: "Requests with a failing upstream among three; 0: none.")
        var faults = GatewayBenchmark.Options().faults

        func validate() throws {
            guard streams.allSatisfy({ $0 > 0 }), words > 0, rates.allSatisfy({ $0 > 0 }), (1...64).contains(tokensPerEvent),
                firstTokens >= 0, faults >= 0
            else {
                throw ValidationError("Streams, words, rates and tokens together must be at least 1, the others at least 0.")
            }
        }

        func run() async throws {
            var options = GatewayBenchmark.Options()
            (options.firstTokens, options.streams, options.words, options.rates, options.faults) = (
                firstTokens, streams, words, rates, faults
            )
            options.tokensPerEvent = tokensPerEvent
            try await GatewayBenchmark(program: "/proc/\(getpid())/exe", options: options).run { line in
                FileHandle.standardOutput.write(Data((line + "\n").utf8))
            }
        }
    }

    /// What the former starts.
    struct Upstream: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A scripted upstream, on a port that it prints.", shouldDisplay: false)

        @Option(help: "Words of each answer.")
        var words = 200

        @Option(help: "Tokens a second and stream; 0: as they come.")
        var rate = 0

        @Flag(help: "Fail most requests, each in another way.")
        var failing = false

        func run() async throws {
            try await ScriptedUpstream.run(words: words, rate: rate, isFailing: failing) { port in
                FileHandle.standardOutput.write(Data("\(port)\n".utf8))
            }
        }
    }
}
