import ArgumentParser
import Foundation
import Server

struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Text to token ids, or back.",
        discussion: "Without text it reads standard input. The text of special tokens stays text unless --special is given.")

    @Option(help: "Directory of a checkpoint, of which only tokenizer.json is read.")
    var model = Settings.model.defaultValue

    @Flag(help: "Read special tokens such as <|start|> as tokens.")
    var special = false

    @Flag(help: "One line a token: id, then its text.")
    var pieces = false

    @Flag(help: "Token ids (separated by spaces or commas) to text.")
    var decode = false

    @Argument(help: "Text, or ids with --decode.")
    var text: [String] = []

    func run() throws {
        let input =
            text.isEmpty
            ? String(decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
            : text.joined(separator: " ")
        let tokenization = try TokenizationCommand(model: model)
        if decode {
            print(try tokenization.decode(input))
        } else {
            print(tokenization.encode(input, special: special, pieces: pieces))
        }
    }
}
