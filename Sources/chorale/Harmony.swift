import ArgumentParser
import Foundation
import Server

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A conversation to what the model sees of it: text, token ids, and which tokens are trained on.",
        discussion: "It takes what POST /v1/harmony/render takes, in a file or on standard input, and gives the same answer.")

    @Option(help: "Directory of a checkpoint, of which only tokenizer.json is read.")
    var model = Settings.model.defaultValue

    @Option(help: "inference: the assistant is to speak next; training: an answer at the end ends in <|return|>.")
    var purpose: String?

    @Option(help: "Which reasoning stays: published, all, none, library.")
    var analysis: String?

    @Option(parsing: .upToNextOption, help: "Channels whose messages count in the loss mask; all without it.")
    var targets: [String] = []

    @Option(help: "Whose turns count in it: all, last.")
    var turns: String?

    @Flag(help: "Count the <|start|>assistant that the model writes itself, too.")
    var continuations = false

    @Option(help: "The current date that the system message states; none without it.")
    var date: String?

    @Option(help: "What is printed: json, text, ids.")
    var output = HarmonyCommand.Output.json

    @Argument(help: "File with a JSON object; standard input without it.")
    var file: String?

    func run() throws {
        var options = HarmonyCommand.Options()
        (options.purpose, options.analysis, options.turns, options.date) = (purpose, analysis, turns, date)
        (options.targets, options.countsContinuations) = (targets, continuations)
        print(try HarmonyCommand(model: model).render(try input(file), options: options, output: output))
    }
}

struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a model wrote to messages, with what had to be mended.",
        discussion: """
            It takes what POST /v1/harmony/parse takes, or the text itself, in a file or on standard input. The text goes on behind \
            <|start|>assistant, unless --role says otherwise.
            """)

    @Option(help: "Directory of a checkpoint, of which only tokenizer.json is read.")
    var model = Settings.model.defaultValue

    @Option(help: "Whose header the text goes on with; none: it begins with <|start|>.")
    var role: String?

    @Argument(help: "File; standard input without it.")
    var file: String?

    func run() throws {
        print(try HarmonyCommand(model: model).parse(try input(file), role: role))
    }
}

/// What a file or standard input holds.
private func input(_ file: String?) throws -> String {
    let data = try file.map { try contents(ofFile: $0) } ?? FileHandle.standardInput.readToEnd() ?? Data()
    return String(decoding: data, as: UTF8.self)
}

extension HarmonyCommand.Output: ExpressibleByArgument {}
