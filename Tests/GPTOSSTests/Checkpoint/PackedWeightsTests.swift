import Foundation
import GPTOSS
import Testing

@Suite struct PackedWeightsTests {
    private let tokens = (0..<140).map { Int32($0 * 37 % 600) }

    private func load(
        _ path: String, _ packing: Packing, _ arithmetic: Arithmetic = .fast, _ screening: Screening = .never
    ) throws -> Transformer {
        var options = Transformer.Options()
        options.threadCount = 2
        options.arithmetic = arithmetic
        options.packing = packing
        options.screening = screening
        return try Transformer.load(directory: path, options: options)
    }

    private func logits(_ transformer: Transformer, _ screen: LogitScreen? = nil) -> [Float] {
        var logits: [Float] = []
        transformer.forward(
            [.init(cache: transformer.makeCache(), tokens: tokens[...], wantsLogits: true, screen: screen)], logits: &logits)
        return logits
    }

    private func pack(_ path: String) throws {
        try WeightPacker(Checkpoint.open(directory: path), threadCount: 2).write()
    }

    /// What refuses to load, if anything.
    private func refusal(_ path: String) throws -> CheckpointError? {
        do {
            _ = try load(path, .use)
            return nil
        } catch let error as CheckpointError {
            return error
        }
    }

    @Test(arguments: Arithmetic.allCases)
    func packedWeightsGiveTheSameLogitsToTheBit(_ arithmetic: Arithmetic) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let expected = logits(try load(checkpoint.path, .ignore, arithmetic))
        try pack(checkpoint.path)
        #expect(logits(try load(checkpoint.path, .use, arithmetic)) == expected)
    }

    /// The bits that screen the head are packed with it: the same logits are left out.
    @Test func aPackedHeadIsScreenedAlike() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let expected = logits(try load(checkpoint.path, .ignore, .fast, .always), .greedy)
        try pack(checkpoint.path)
        #expect(logits(try load(checkpoint.path, .use, .fast, .always), .greedy) == expected)
        #expect(expected.contains(-.infinity))
        #expect(String(decoding: try checkpoint.bytes(of: "chorale.packed").prefix(4096), as: UTF8.self).contains("\"lm_head.halves\":"))
    }

    /// Experts of a GGUF file are packed as well, and matrices that it has in Q8_0.
    @Test(arguments: [UInt32(0), 8, 30], Arithmetic.allCases)
    func soDoThoseOfAGGUFFile(_ type: UInt32, _ arithmetic: Arithmetic) throws {
        let folder = try TemporaryCheckpoint()
        try folder.write(GGUFWriter(converting: Fixtures.tinyMoE, matrices: type).bytes(), to: "model.gguf")
        let path = folder.path(of: "model.gguf")
        let expected = logits(try load(path, .ignore, arithmetic))
        try pack(path)
        #expect(FileManager.default.fileExists(atPath: path + ".packed"))
        #expect(logits(try load(path, .use, arithmetic)) == expected)
    }

    /// The matrices are not read again: where the checkpoint's are overwritten behind the pack's back, the old ones go on.
    @Test func whatIsPackedIsNotReadFromTheCheckpoint() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let expected = logits(try load(checkpoint.path, .ignore))
        try pack(checkpoint.path)
        // The fingerprint is of the middle of each tensor.
        try checkpoint.overwrite("lm_head.weight", with: [UInt8](repeating: 0, count: 640))
        #expect(logits(try load(checkpoint.path, .use)) == expected)
        #expect(logits(try load(checkpoint.path, .ignore)) != expected)
    }

    @Test func packedWeightsOfOtherWeightsAreRefused() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try pack(checkpoint.path)
        #expect(try refusal(checkpoint.path) == nil)
        try checkpoint.edit("config.json", "\"initial_context_length\": 4096", "\"initial_context_length\": 4097")
        guard case .packedOtherwise(let file, "fingerprint", _, _)? = try refusal(checkpoint.path) else {
            Issue.record("another configuration is refused")
            return
        }
        #expect(file == checkpoint.path + "/chorale.packed")
        #expect(try refusal(checkpoint.path)?.description.contains("chorale pack") == true)
        _ = try load(checkpoint.path, .ignore)
    }

    @Test(arguments: ["format", "layout"])
    func packedWeightsOfAnotherVersionAreRefused(_ key: String) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try pack(checkpoint.path)
        var bytes = try checkpoint.bytes(of: "chorale.packed")
        let member = Array("\"\(key)\":\"".utf8)
        let place = try #require(bytes.indices.dropLast(member.count).first { bytes[$0...].starts(with: member) })
        bytes[place + member.count] ^= 1
        try checkpoint.write(bytes, to: "chorale.packed")
        guard case .packedOtherwise(_, key, _, _)? = try refusal(checkpoint.path) else {
            Issue.record("another \(key) is refused")
            return
        }
    }

    @Test(arguments: [0, 7, 100, 5000])
    func brokenPackedWeightsAreRefused(_ count: Int) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try pack(checkpoint.path)
        try checkpoint.write(Array(try checkpoint.bytes(of: "chorale.packed").prefix(count)), to: "chorale.packed")
        #expect(try refusal(checkpoint.path) != nil)
    }

    /// Where there are none, and where there are others.
    @Test func packedWeightsAreMadeWhereThatIsAllowed() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let expected = logits(try load(checkpoint.path, .ignore))
        #expect(logits(try load(checkpoint.path, .make)) == expected)
        let made = try checkpoint.bytes(of: "chorale.packed")
        #expect(try Checkpoint.open(directory: checkpoint.path).configuration.vocabularySize == 608)
        try checkpoint.edit("config.json", "\"initial_context_length\": 4096", "\"initial_context_length\": 4097")
        #expect(logits(try load(checkpoint.path, .make)) == expected)
        #expect(try checkpoint.bytes(of: "chorale.packed") != made)
        #expect(try refusal(checkpoint.path) == nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoint.path)
        #expect(!names.contains { $0.hasSuffix(".part") })
    }

    @Test func aFolderThatCannotBeWrittenIsAnError() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        // A folder of the file's name: it cannot be replaced by a file.
        try FileManager.default.createDirectory(atPath: checkpoint.path(of: "chorale.packed"), withIntermediateDirectories: true)
        try checkpoint.write("", to: "chorale.packed/something")
        #expect(throws: CheckpointError.self) { try pack(checkpoint.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: checkpoint.path).count { $0.hasSuffix(".part") } == 0)
    }
}
