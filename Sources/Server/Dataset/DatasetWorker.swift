import Harmony
import JSON
import OpenAI
import OrderedCollections

/// Turns lines into examples. It has no state: several work at the same time.
struct DatasetWorker: Sendable {
    private let renderer: ConversationRenderer
    private let rendering: RenderingOptions
    private let form: ConversationForm?
    private let context: RequestContext
    private let options: DatasetOptions
    private let lint: DatasetLint

    init(_ vocabulary: HarmonyVocabulary, _ options: DatasetOptions) throws {
        renderer = ConversationRenderer(vocabulary)
        rendering = try options.rendering.parsed
        form = try options.form.map { name in
            guard let form = ConversationForm(rawValue: name) else {
                throw DatasetError.badOption(
                    name: "form", expected: "one of \(ConversationForm.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return form
        }
        var context = HarmonyCommand.context(date: options.rendering.date)
        context.profile.defaultEffort = options.effort.effort
        self.context = context
        self.options = options
        lint = DatasetLint(vocabulary)
    }

    func process(_ batch: LineBatch) -> BatchResult {
        var result = BatchResult(file: batch.file, fileIndex: batch.fileIndex, bytes: batch.bytes.count, lines: [])
        result.lines.reserveCapacity(batch.lines.count)
        for (number, range) in batch.lines {
            var line = LineResult(line: number)
            do {
                try process(batch.bytes[range], of: batch, &line, &result.channels)
            } catch {
                line.examples = []
                line.failure = Self.reason(error)
            }
            if options.format == .jsonl, !options.packs {
                for example in line.examples { result.text += example.json(source: "\(batch.file):\(number)") }
            }
            result.lines.append(line)
        }
        return result
    }

    private func process(
        _ bytes: ArraySlice<UInt8>, of batch: LineBatch, _ line: inout LineResult, _ channels: inout [String: ChannelCount]
    ) throws {
        let json = try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: bytes.count))
        let conversation = try conversation(json)
        if options.checks != .none { line.issues = lint.issues(in: conversation) }
        for part in options.splitsTurns ? conversation.turns : [conversation] {
            let rendered = try renderer.rendering(part, for: .training, analysis: rendering.analysis.retention)
            var targets = rendering.targets
            if options.splitsTurns { targets.turns = .last }
            let mask = targets.mask(of: rendered)
            for span in rendered.spans where span.header.author.role == .assistant {
                channels[span.header.channel ?? "(none)", default: ChannelCount()] += ChannelCount(
                    messages: 1, tokens: span.tokens.count, targets: mask[span.tokens].count { $0 == 1 })
            }
            add(DatasetExample(tokens: rendered.tokens, lossMask: mask, file: batch.fileIndex, line: line.line), to: &line)
        }
    }

    private func add(_ example: DatasetExample, to line: inout LineResult) {
        var example = example
        if let limit = options.sequenceLength, example.tokens.count > limit {
            guard options.long == .truncate else {
                line.dropped += 1
                return
            }
            line.truncated += 1
            line.lostTokens += example.tokens.count - limit
            example.tokens.removeLast(example.tokens.count - limit)
            example.lossMask.removeLast(example.lossMask.count - limit)
        }
        line.examples.append(example)
    }

    private func conversation(_ json: JSONValue) throws -> Conversation {
        guard let form = form ?? .detect(json) else { throw APIError.missing("messages") }
        var context = context
        var json = form == .chat ? ChatNormalization.normalized(json) : json
        // What a line may say beyond what the API knows.
        if var members = json.objectValue, let date = members.removeValue(forKey: "current_date") {
            context.profile.currentDate = date.stringValue
            json = .object(members)
        }
        return try ConversationSource(json, form: form, model: "dataset", in: context).conversation
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as APIError: error.message
        default: "\(error)"
        }
    }
}

extension Conversation {
    /// For each user's message that the assistant answers, what stands before the next one: with it, everything before.
    fileprivate var turns: [Conversation] {
        let users = messages.indices.filter { messages[$0].author.role == .user }
        var turns: [Conversation] = []
        for (index, start) in users.enumerated() {
            let end = index + 1 < users.count ? users[index + 1] : messages.count
            guard messages[start..<end].contains(where: { $0.author.role == .assistant }) else { continue }
            turns.append(Conversation(Array(messages[..<end])))
        }
        return turns
    }
}
