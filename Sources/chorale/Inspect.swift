import ArgumentParser
import Server

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a checkpoint is: parameters, active parameters, memory. Reads headers only.")

    @Argument(help: "Directory or GGUF file of the checkpoint, or OWNER/NAME of what was pulled.")
    var model = Settings.model.defaultValue

    func run() throws {
        print(try Inspection.report(model: model))
    }
}
