import Engine
import Foundation
import GPTOSS
import JSON
import Logging
import OpenAI
import OrderedCollections

/// `chorale chat`: a conversation in the terminal with a model that this process runs.
package struct TerminalChat: Sendable {
    private let pipeline: GenerationPipeline
    private let settings: Settings
    /// Reasoning is dimmed where standard output is a terminal.
    private let isStyled = isatty(STDOUT_FILENO) == 1

    /// How to answer, as the command line says it.
    package struct Settings: Sendable {
        package var arithmetic = ArithmeticChoice.fast
        package var effort = EffortChoice.medium
        /// As the developer message has them.
        package var instructions: String?
        /// Nil: as the model's generation_config.json says.
        package var temperature: Double?
        /// Of each answer, reasoning included.
        package var maximumTokens: Int?
        package var showsReasoning = true

        package init() {}
    }

    /// - Parameter model: see `CheckpointLocation`.
    package init(model: String, settings: Settings) throws {
        var engine = EngineConfiguration()
        engine.maximumBatch = 1
        var logger = Logger(label: "chorale")
        logger.logLevel = .error
        var network = Transformer.Options()
        network.arithmetic = settings.arithmetic.arithmetic
        pipeline = GenerationPipeline(
            model: try ServedModel.load(
                directory: CheckpointLocation(model).directory, options: network, engine: engine, logger: logger),
            ids: .random)
        self.settings = settings
    }

    /// Answers `prompt` and returns; without one, asks for prompts until an empty line or the end of the input.
    package func run(prompt: String?) async throws {
        var messages: [JSONValue] = []
        if let instructions = settings.instructions {
            messages.append(["role": "developer", "content": .string(instructions)])
        }
        do {
            if let prompt { return try await answer(&messages, prompt) }
            while let line = ask(), !line.isEmpty {
                try await answer(&messages, line)
            }
        } catch let error as APIError {
            throw Refusal(reason: error.message)
        }
    }

    /// An error of the API without what only its clients need.
    private struct Refusal: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    private func ask() -> String? {
        write("> ")
        return readLine()
    }

    /// One turn: the answer is written as it comes and joins the conversation, its reasoning left out.
    private func answer(_ messages: inout [JSONValue], _ prompt: String) async throws {
        messages.append(["role": "user", "content": .string(prompt)])
        var body: JSONValue = [
            "model": .string(pipeline.model.name), "messages": .array(messages),
            "temperature": settings.temperature.map(JSONValue.double) ?? .null, "reasoning_effort": .string(settings.effort.rawValue),
        ]
        if let maximum = settings.maximumTokens, case .object(var members) = body {
            members["max_completion_tokens"] = .integer(maximum)
            body = .object(members)
        }
        let profile = SystemProfile(currentDate: Date().formatted(.iso8601.year().month().day()))
        let request = try ChatCompletionRequest(body, in: RequestContext(profile: profile, sampling: pipeline.model.sampling)).validated()
        var generation = try pipeline.begin(request, id: "chat", param: "messages").choices[0]
        var text = ""
        var item: AnswerItem?
        while let step = await generation.next() {
            guard case .events(let parts) = step else { continue }
            for event in parts.flatMap(\.events) {
                switch event {
                case .itemStarted(let started):
                    item = started
                    if started == .reasoning, settings.showsReasoning { write(isStyled ? "\u{1B}[2m" : "") }
                case .delta(let delta, _):
                    if item == .reasoning, !settings.showsReasoning { continue }
                    if item != .reasoning { text += delta }
                    write(delta)
                case .itemEnded:
                    if item == .reasoning, !settings.showsReasoning { continue }
                    write(item == .reasoning && isStyled ? "\u{1B}[0m\n" : "\n")
                case .finished(.failed(let error)):
                    throw error
                case .finished(.length):
                    FileHandle.standardError.write(Data("(stopped at the token limit)\n".utf8))
                case .finished:
                    break
                }
            }
        }
        messages.append(["role": "assistant", "content": .string(text)])
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
