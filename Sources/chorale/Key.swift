import ArgumentParser
import Foundation
import Server

struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an API key, or digest one, for keys.file.",
        discussion: """
            The secret is printed to standard output and is kept nowhere. Its line for the key file, which has only its digest, is added to the \
            file that --file names, or printed to standard error.
            """)

    @Argument(help: "Name of the key, for logs, metrics and the usage log.")
    var name: String

    @Option(help: "Key file to add it to; made where it is not there. kill -HUP has a running server read it.")
    var file: String?

    @Flag(help: "Read the secret from standard input instead of making one, and print nothing of it.")
    var stdin = false

    @Option(help: "Requests a minute at most.")
    var requestsPerMinute: Int?

    @Option(help: "Tokens a minute at most, of prompts and answers together.")
    var tokensPerMinute: Int?

    @Option(help: "Requests that are answered at the same time at most.")
    var concurrentRequests: Int?

    @Option(parsing: .upToNextOption, help: "The models that it may use; all where none is named.")
    var models: [String] = []

    func validate() throws {
        guard APIKey.isName(name) else { throw ValidationError("A name has 1 to 64 letters, digits, '.', '_' and '-'.") }
        let numbers = [requestsPerMinute, tokensPerMinute, concurrentRequests].compactMap(\.self)
        guard numbers.allSatisfy({ $0 > 0 }) else { throw ValidationError("A limit is at least 1; without the option there is none.") }
    }

    func run() throws {
        let limits = KeyLimits(
            requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute, concurrentRequests: concurrentRequests,
            models: models.isEmpty ? nil : Set(models))
        let key: NewKey
        if stdin {
            guard let secret = readLine(), secret.utf8.count >= 16 else {
                throw ValidationError("The secret on standard input has less than 16 characters.")
            }
            key = NewKey(name: name, secret: secret, limits: limits)
        } else {
            key = NewKey(name: name, limits: limits)
        }
        if let file {
            try key.append(toFile: file)
        } else {
            FileHandle.standardError.write(Data((KeyFile.line(for: key.key) + "\n").utf8))
        }
        if !stdin { print(key.secret) }
    }
}
