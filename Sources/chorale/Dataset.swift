import ArgumentParser
import Foundation
import Server

struct Dataset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Conversations to fine-tuning data: token ids and loss masks.",
        discussion: """
            Each line of the input is a conversation: {"messages": …} as chat completions have them, {"input": …} as responses do, or \
            messages as openai-harmony writes them. It ends with 1 where a line cannot be used or, with --check, where something was found.
            """)

    @Option(help: "Directory of a checkpoint, of which only tokenizer.json is read.")
    var model = Settings.model.defaultValue

    @Option(name: .shortAndLong, help: "File, or - for standard output; of shards a folder.")
    var output: String?

    @Option(help: "What is written: jsonl, npy, safetensors.")
    var format = DatasetOptions.Format.jsonl

    @Option(help: "How conversations are written: chat, responses, harmony. Without it each line is looked at.")
    var form: String?

    @Option(help: "Which reasoning stays: published, all, none, library.")
    var analysis: String?

    @Option(parsing: .upToNextOption, help: "Channels whose messages are targets; all without it.")
    var targets: [String] = []

    @Option(help: "Whose turns are targets: all, last.")
    var turns: String?

    @Flag(help: "Count the <|start|>assistant that the model writes itself as a target, too.")
    var continuations = false

    @Flag(help: "Make each turn an example of its own, with the reasoning that belongs to it.")
    var splitTurns = false

    @Option(help: "Reasoning effort where a line names none.")
    var effort = EffortChoice.medium

    @Option(help: "The current date that the system message states; none without it, unless a line has a current_date.")
    var date: String?

    @Option(help: "Tokens of an example at most, and of a row.")
    var sequenceLength: Int?

    @Flag(help: "Put examples together to rows of --sequence-length tokens.")
    var pack = false

    @Option(help: "What becomes of longer examples: truncate, drop.")
    var long = DatasetOptions.LongExamples.truncate

    @Option(help: "Tokens of a shard at most.")
    var shardTokens = DatasetOptions().shardTokens

    @Option(help: "How many work at the same time; 0: one for each processor.")
    var jobs = 0

    @Flag(help: "Look for mistakes, and write nothing where there is no --output.")
    var check = false

    @Flag(help: "Leave lines out that cannot be used.")
    var skipBad = false

    @Option(help: "File for the report as JSON.")
    var report: String?

    @Option(help: "In place of files: the SQLite file of a server's store, of which what may be trained on is taken.")
    var fromResponses: String?

    @Argument(help: "Files of JSON Lines, folders of them, or - for standard input.")
    var inputs: [String] = []

    func validate() throws {
        guard inputs.isEmpty != (fromResponses == nil) else { throw ValidationError("Give files, folders or -, or --from-responses.") }
        guard output != nil || check else { throw ValidationError("Give --output or --check.") }
        guard sequenceLength ?? 1 > 0, shardTokens > 0, jobs >= 0 else {
            throw ValidationError("Lengths must be at least 1 and jobs at least 0.")
        }
        guard !pack || sequenceLength != nil else { throw ValidationError("--pack needs --sequence-length.") }
    }

    func run() async throws {
        var options = DatasetOptions()
        options.form = form
        (options.rendering.analysis, options.rendering.targets, options.rendering.turns) = (analysis, targets, turns)
        (options.rendering.countsContinuations, options.rendering.date) = (continuations, date)
        (options.effort, options.splitsTurns, options.sequenceLength, options.packs) = (effort, splitTurns, sequenceLength, pack)
        (options.long, options.format, options.shardTokens, options.jobs) = (long, format, shardTokens, jobs)
        options.skipsBad = skipBad
        if check { options.checks = output == nil ? .only : .report }
        let bar = ProgressBar()
        let made = try await DatasetCommand(model: model, options: options).run(
            fromResponses.map { .store($0) } ?? .paths(inputs), output: output
        ) { line in
            bar.say(line)
        } progress: {
            bar.show($0.text)
        }
        bar.clear()
        FileHandle.standardError.write(Data((made.text + "\n").utf8))
        if let report { try Data((made.jsonText + "\n").utf8).write(to: URL(filePath: report)) }
        if check, !made.issues.isEmpty || made.badLines > 0 { throw ExitCode(1) }
    }
}

/// One line of the terminal, written over a few times a second; nothing where nobody sees it.
private final class ProgressBar {
    private let isSeen = isatty(2) == 1
    private var shown = ContinuousClock.now

    func show(_ text: String) {
        guard isSeen, ContinuousClock.now - shown > .milliseconds(100) else { return }
        shown = .now
        write("\r\u{1B}[K\(text)")
    }

    func clear() {
        if isSeen { write("\r\u{1B}[K") }
    }

    /// A line that stays.
    func say(_ line: String) {
        clear()
        write(line + "\n")
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

extension DatasetOptions.Format: ExpressibleByArgument {}

extension DatasetOptions.LongExamples: ExpressibleByArgument {}
