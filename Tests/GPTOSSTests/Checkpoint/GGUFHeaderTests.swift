import GPTOSS
import Testing

/// Whatever bytes a file holds, it opens or says why not.
@Suite struct GGUFHeaderTests {
    /// Whether a file of these bytes is refused, and not for being no file.
    private func refusal(_ bytes: [UInt8]) throws -> CheckpointError? {
        let folder = try TemporaryCheckpoint()
        try folder.write(bytes, to: "model.gguf")
        do throws(CheckpointError) {
            try Checkpoint.open(directory: folder.path(of: "model.gguf")).validate()
            return nil
        } catch {
            return error
        }
    }

    private func writer(_ change: (inout GGUFWriter) -> Void = { _ in }) throws -> [UInt8] {
        var writer = try GGUFWriter(converting: Fixtures.tinyMoE, matrices: 30)
        change(&writer)
        return writer.bytes()
    }

    @Test func takesWhatIsWellFormed() throws {
        #expect(try refusal(writer()) == nil)
        #expect(try refusal(writer { $0.version = 2 }) == nil)
        #expect(try refusal(writer { $0.values.append(("other.key", .strings(["a", ""]))) }) == nil)
        #expect(
            try refusal(
                writer {
                    $0.alignment = 64
                    $0.values.append(("general.alignment", .uint32(64)))
                }) == nil)
    }

    @Test func refusesOtherFiles() throws {
        for bytes in [[], Array("GGUF".utf8), Array("GGML".utf8) + [3, 0, 0, 0], try writer { $0.magic = Array("gguf".utf8) }] {
            #expect(try refusal(bytes) != nil)
        }
        #expect(try refusal(writer { $0.version = 1 })?.description.contains("version") == true)
        #expect(try refusal(writer { $0.version = 4 })?.description.contains("version") == true)
    }

    @Test func refusesValuesThatCannotBe() throws {
        let changes: [(inout GGUFWriter) -> Void] = [
            { $0.values.removeFirst() }, { $0.values[0].1 = .string("llama") }, { $0.values[0].1 = .uint32(1) },
            { $0.values.append($0.values[1]) }, { $0.values.append(("general.alignment", .uint32(0))) },
            { $0.values.append(("general.alignment", .uint32(24))) }, { $0.values.append(("general.alignment", .string("32"))) },
            { writer in writer.values.removeAll { $0.0 == "gpt-oss.expert_count" } },
            { writer in writer.values.removeAll { $0.0 == "tokenizer.ggml.tokens" } },
            { $0.values.append(("split.count", .uint32(3))) },
            { writer in
                if let index = writer.values.firstIndex(where: { $0.0 == "gpt-oss.embedding_length" }) {
                    writer.values[index].1 = .uint32(63)
                }
            },
            { writer in
                if let index = writer.values.firstIndex(where: { $0.0 == "gpt-oss.rope.scaling.type" }) {
                    writer.values[index].1 = .string("linear")
                }
            },
        ]
        for (index, change) in changes.enumerated() {
            let error = try refusal(writer(change))
            #expect(error?.description.isEmpty == false, "change \(index)")
        }
    }

    @Test func refusesTensorsThatCannotBe() throws {
        let changes: [(inout GGUFWriter.Tensor) -> Void] = [
            { $0.name = "another" }, { $0.shape = [] }, { $0.shape = [1, 2, 3, 4, 5] }, { $0.shape = [0] }, { $0.shape[0] = 1 << 62 },
            { $0.shape[0] += 1 }, { $0.type = 2 }, { $0.type = 4_000_000_000 }, { $0.type = 39 }, { $0.name = "output.weight" },
            { $0.shape = [$0.shape[1], $0.shape[0]] },
        ]
        for (index, change) in changes.enumerated() {
            let error = try refusal(writer { change(&$0.tensors[0]) })
            #expect(error?.description.isEmpty == false, "change \(index)")
        }
        // The last tensor's bytes are not all there.
        #expect(try refusal(writer().dropLast(200)) != nil)
    }

    @Test func survivesMutatedFiles() throws {
        let good = try writer { $0.tensors = Array($0.tensors.prefix(3)) }
        let folder = try TemporaryCheckpoint()
        let path = folder.path(of: "model.gguf")
        var random = SplitMix64(state: 1)
        for _ in 0..<1500 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<1400, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.remove(at: index)
                default: bytes.replaceSubrange(index..<index + 8, with: [UInt8](repeating: 255, count: 8))
                }
            }
            try folder.write(bytes, to: "model.gguf")
            do throws(CheckpointError) {
                try Checkpoint.open(directory: path).validate()
                _ = try GGUFVocabulary(path: path)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
