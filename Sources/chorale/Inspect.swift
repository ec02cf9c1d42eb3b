import ArgumentParser
import Server

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a checkpoint is: parameters, active parameters, memory. Reads headers only.")

    @Argument(help: "Directory of the checkpoint.")
    var model: String

    func run() throws {
        print(try Inspection.report(directory: model))
    }
}
