import DemoModel
import Foundation
import GPTOSS
import Testing

@Suite struct DemoModelTests {
    @Test(arguments: ["config.json", "generation_config.json", "tokenizer.json", "model.safetensors"])
    func liesBesideTheProgram(file: String) throws {
        let path = try DemoModel.directory() + "/" + file
        #expect(FileManager.default.isReadableFile(atPath: path))
    }

    @Test func isFoundWhereTheProgramIsInstalled() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString)").path
        let directory = folder + "/chorale_DemoModel.resources/chorale-demo"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let error = #expect(throws: MissingDemoModel.self) { try DemoModel.directory(beside: folder + "/chorale") }
        #expect(error?.path == directory)
        try Data("{}".utf8).write(to: URL(filePath: directory + "/config.json"))
        #expect(try DemoModel.directory(beside: folder + "/chorale") == directory)
    }

    @Test func saysWhatToDoWhereItIsMissing() {
        let error = #expect(throws: MissingDemoModel.self) { try DemoModel.directory(beside: "/nowhere/chorale") }
        #expect(
            error?.description == "the demonstration model is not beside the program "
                + "(no /nowhere/chorale_DemoModel.resources/chorale-demo); name a model with --model DIRECTORY")
    }

    @Test func isSmall() throws {
        let directory = try DemoModel.directory()
        let sizes = try FileManager.default.contentsOfDirectory(atPath: directory).map {
            try FileManager.default.attributesOfItem(atPath: directory + "/" + $0)[.size] as? Int ?? 0
        }
        #expect(sizes.reduce(0, +) < 24 << 20)
    }

    /// Everything that a published model has: opening it checks that every tensor is there in its type and shape.
    @Test func hasEveryPartOfAGptOss() throws {
        let summary = try CheckpointSummary(directory: DemoModel.directory())
        let configuration = summary.configuration
        #expect(summary.hasTokenizer)
        #expect(Set(configuration.layerTypes) == [.sliding, .full])
        #expect(configuration.slidingWindow < configuration.maxPositionEmbeddings)
        #expect(configuration.ropeScaling.factor > 1)
        #expect(configuration.numExperts > configuration.expertsPerToken)
        let tensors = configuration.tensors
        #expect(tensors.count { $0.name.hasSuffix(".sinks") } == configuration.numHiddenLayers)
        #expect(tensors.allSatisfy { ($0.type == .uint8) == ($0.name.hasSuffix("_blocks") || $0.name.hasSuffix("_scales")) })
    }
}
