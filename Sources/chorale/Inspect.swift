import ArgumentParser
import Server

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a checkpoint is: parameters, active parameters, memory. Reads headers only.")

    @Argument(help: "Directory of the checkpoint.")
    var model = Settings.model.defaultValue

    func run() throws {
        print(try Inspection.report(model: model))
    }
}
