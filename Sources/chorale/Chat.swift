import ArgumentParser
import Server

struct Chat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Talk to a model in the terminal.",
        discussion: "Reasoning is dimmed. An empty line or end of input leaves; with a prompt it answers once and ends.")

    @Option(help: "Directory or GGUF file of a checkpoint, or OWNER/NAME of what was pulled.")
    var model = Settings.model.defaultValue

    @Option(help: "Arithmetic.")
    var compute = Settings.compute.defaultValue

    @Option(help: "Reasoning effort.")
    var effort: EffortChoice = .medium

    @Option(help: "Instructions, as the developer message has them.")
    var instructions: String?

    @Option(help: "0 takes the most probable token each time. Without it: as the model's generation_config.json says.")
    var temperature: Double?

    @Option(help: "Tokens of each answer at most, reasoning included.")
    var maximumTokens: Int?

    @Flag(help: "Leave the reasoning out.")
    var hideReasoning = false

    @Argument(help: "One prompt, answered once.")
    var prompt: [String] = []

    func run() async throws {
        var settings = TerminalChat.Settings()
        settings.arithmetic = compute
        settings.effort = effort
        settings.instructions = instructions
        settings.temperature = temperature
        settings.maximumTokens = maximumTokens
        settings.showsReasoning = !hideReasoning
        try await TerminalChat(model: model, settings: settings).run(prompt: prompt.isEmpty ? nil : prompt.joined(separator: " "))
    }
}

extension EffortChoice: ExpressibleByArgument {}

extension ArithmeticChoice: ExpressibleByArgument {}
