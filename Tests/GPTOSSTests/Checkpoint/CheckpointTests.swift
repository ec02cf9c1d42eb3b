import Foundation
import GPTOSS
import Testing

@Suite struct CheckpointTests {
    @Test(arguments: [Fixtures.tinyMoE, Fixtures.parrot])
    func opensAPublishedLayout(_ fixture: String) throws {
        try Checkpoint.open(directory: fixture).validate()
    }

    @Test func keepsNoDescriptorOfTheMappedFile() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let opened = try Checkpoint.open(directory: checkpoint.path)
        let before = try opened.tensor("model.norm.weight", .bfloat16, shape: [64])
        try checkpoint.remove("model.safetensors")
        withExtendedLifetime(opened) {
            #expect(before.bytes.contains { $0 != 0 })
        }
    }

    @Test func advisesWithoutChangingAnything() throws {
        let opened = try Checkpoint.open(directory: Fixtures.tinyMoE)
        try withExtendedLifetime(opened) { () throws in
            let tensor = try opened.tensor("lm_head.weight", .bfloat16, shape: [608, 64])
            let before = Array(tensor.bytes)
            for advice in [MemoryAdvice.willNeed, .random, .sequential, .hugePages, .dontNeed] {
                tensor.advise(advice)
            }
            #expect(Array(tensor.bytes) == before)
        }
    }

    @Test func namesAMissingDirectory() throws {
        let path = Fixtures.directory + "/nowhere"
        #expect(throws: CheckpointError.notADirectory(path: path)) { try Checkpoint.open(directory: path) }
        let file = Fixtures.tinyMoE + "/config.json"
        #expect(throws: CheckpointError.notADirectory(path: file)) { try Checkpoint.open(directory: file) }
    }

    @Test func namesAMissingFile() throws {
        let checkpoint = try TemporaryCheckpoint()
        #expect(checkpoint.error() == .fileMissing(file: checkpoint.path(of: "model.safetensors")))
        try checkpoint.remove("config.json")
        #expect(checkpoint.error() == .fileMissing(file: checkpoint.path(of: "config.json")))
    }

    @Test func refusesADirectoryOrAPipeInPlaceOfAFile() throws {
        let checkpoint = try TemporaryCheckpoint()
        let path = checkpoint.path(of: "model.safetensors")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(checkpoint.error() == .notARegularFile(file: path))
        try checkpoint.remove("model.safetensors")
        try #require(mkfifo(path, 0o600) == 0)
        #expect(checkpoint.error() == .notARegularFile(file: path))
    }

    @Test func followsLinksAsModelCachesHaveThem() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try FileManager.default.moveItem(atPath: checkpoint.path(of: "model.safetensors"), toPath: checkpoint.path(of: "blob"))
        try FileManager.default.createSymbolicLink(atPath: checkpoint.path(of: "model.safetensors"), withDestinationPath: "blob")
        #expect(checkpoint.error() == nil)
    }

    /// What happens to a name, a type or a shape in the header of a complete checkpoint.
    struct Damage: CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String
        let error: @Sendable (String) -> CheckpointError
        let says: [String]
    }

    @Test(arguments: [
        Damage(
            testDescription: "missing tensor", old: "\"model.layers.3.self_attn.sinks\"", new: "\"model.layers.3.self_attn.other\"",
            error: { .missingTensor(file: $0, tensor: "model.layers.3.self_attn.sinks") }, says: ["model.layers.3.self_attn.sinks"]),
        Damage(
            testDescription: "wrong shape", old: "\"model.norm.weight\":{\"dtype\":\"BF16\",\"shape\":[64]",
            new: "\"model.norm.weight\":{\"dtype\":\"BF16\",\"shape\":[8,8]",
            error: { .wrongShape(file: $0, tensor: "model.norm.weight", expected: [64], found: [8, 8]) },
            says: ["model.norm.weight", "expected shape [64]", "found [8, 8]"]),
        Damage(
            testDescription: "wrong type", old: "\"lm_head.weight\":{\"dtype\":\"BF16\"", new: "\"lm_head.weight\":{\"dtype\":\"F16\"",
            error: { .wrongType(file: $0, tensor: "lm_head.weight", expected: .bfloat16, found: .float16) },
            says: ["lm_head.weight", "expected BF16", "found F16"]),
    ])
    func namesTheTensorThatTheNetworkCannotUse(_ damage: Damage) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try checkpoint.editHeader(damage.old, damage.new)
        let path = checkpoint.path(of: "model.safetensors")
        let error = try #require(checkpoint.error())
        #expect(error == damage.error(path))
        for words in damage.says + [path] {
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test(arguments: [1, 100, 4096, 400_000])
    func refusesAFileCutShort(by count: Int) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try checkpoint.write(checkpoint.bytes(of: "model.safetensors").dropLast(count), to: "model.safetensors")
        guard case .truncatedData(checkpoint.path(of: "model.safetensors"), _, let end, let size) = checkpoint.error() else {
            Issue.record("expected truncated data")
            return
        }
        #expect(size < end)
    }
}

extension TemporaryCheckpoint {
    /// Replaces text in the header of model.safetensors and its length with it; the data stay.
    func editHeader(_ old: String, _ new: String) throws {
        let bytes = try bytes(of: "model.safetensors")
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        try #require(header.ranges(of: old).count == 1, "the header holds \(old) once")
        try write(safetensors(aligned(header.replacing(old, with: new))) + bytes[(8 + length)...], to: "model.safetensors")
    }
}
