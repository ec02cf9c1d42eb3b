import ArgumentParser
import Foundation
import Server

extension Bench {
    struct HTTP: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The HTTP server, beside Hummingbird and nginx. Needs wrk and, for TLS, openssl.")

        @Option(parsing: .upToNextOption, help: "What to measure: requests, streams, idle, tls.")
        var parts = HTTPBenchmark.Part.allCases

        @Option(help: "Measurements of each, in turn; the table has their medians.")
        var rounds = 3

        @Option(help: "Seconds that each measurement takes.")
        var seconds = 3

        @Option(help: "The program that is built by: swift build -c release --package-path Tests/Peers/HummingbirdPeer")
        var hummingbird = HTTPBenchmark.Options().hummingbird

        @Flag(help: "Print every figure of every round as JSON, and no table.")
        var json = false

        func validate() throws {
            guard rounds > 0, seconds > 0 else { throw ValidationError("Rounds and seconds must be at least 1.") }
        }

        func run() throws {
            var options = HTTPBenchmark.Options()
            options.parts = parts
            options.rounds = rounds
            options.seconds = seconds
            options.hummingbird = hummingbird
            let benchmark = HTTPBenchmark(chorale: ["/proc/\(getpid())/exe", "bench", "http-server"], options: options)
            let figures = try benchmark.run { table in
                // Unbuffered: tables as they are measured, also into a pipe.
                if !json { FileHandle.standardOutput.write(Data((table + "\n").utf8)) }
            }
            if json { print(figures) }
        }
    }

    /// What the former starts.
    struct HTTPServer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "http-server", abstract: "The server that is measured, on a port that it prints.", shouldDisplay: false)

        @Option(help: "PEM file.")
        var certificate: String?

        @Option(help: "PEM file.")
        var key: String?

        func run() async throws {
            try await BenchmarkServer(certificate: certificate, key: key).run { port in
                FileHandle.standardOutput.write(Data("\(port)\n".utf8))
            }
        }
    }
}

extension HTTPBenchmark.Part: ExpressibleByArgument {}
