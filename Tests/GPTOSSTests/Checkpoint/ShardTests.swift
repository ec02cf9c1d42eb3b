import GPTOSS
import Testing

@Suite struct ShardTests {
    private static let index = "model.safetensors.index.json"

    /// Two shards of one tensor each, and an index with this map.
    private func sharded(_ map: String) throws -> TemporaryCheckpoint {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write(safetensors("{\(entry("a", [2], 0, 2))}", data: 2), to: "one.safetensors")
        try checkpoint.write(safetensors("{\(entry("b", [3], 0, 3))}", data: 3), to: "two.safetensors")
        try checkpoint.write("{\"metadata\": {\"total_size\": 5}, \"weight_map\": {\(map)}}", to: Self.index)
        return checkpoint
    }

    private func error(_ map: String) throws -> (String, CheckpointError?) {
        let checkpoint = try sharded(map)
        return (checkpoint.path, checkpoint.error())
    }

    @Test func findsEachTensorInItsShard() throws {
        let checkpoint = try sharded("\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        try withExtendedLifetime(opened) { () throws in
            #expect(try Array(opened.tensor("a", .uint8, shape: [2]).bytes) == [0, 1])
            #expect(try Array(opened.tensor("b", .uint8, shape: [3]).bytes) == [0, 1, 2])
        }
    }

    @Test func looksForTensorsInTheIndexOnly() throws {
        let checkpoint = try sharded("\"a\": \"one.safetensors\"")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        #expect(throws: CheckpointError.missingTensor(file: checkpoint.path(of: Self.index), tensor: "b")) {
            try opened.tensor("b", .uint8, shape: [3])
        }
    }

    @Test func prefersTheIndexToASingleFile() throws {
        let checkpoint = try sharded("\"a\": \"one.safetensors\"")
        try checkpoint.write([], to: "model.safetensors")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        #expect(throws: Never.self) { try opened.tensor("a", .uint8, shape: [2]) }
    }

    @Test func namesAMissingShard() throws {
        let (path, error) = try error("\"a\": \"one.safetensors\", \"b\": \"three.safetensors\"")
        #expect(error == .fileMissing(file: path + "/three.safetensors"))
    }

    @Test func namesATensorThatItsShardLacks() throws {
        let (path, error) = try error("\"a\": \"one.safetensors\", \"b\": \"one.safetensors\"")
        #expect(error == .tensorNotInShard(file: path + "/" + Self.index, tensor: "b", shard: "one.safetensors"))
        #expect(error?.description == "\(path)/\(Self.index): b: expected in one.safetensors, which does not hold it")
    }

    @Test(arguments: ["../one.safetensors", "/etc/passwd", "a/b", "..", ".", "", "a..b", "one.safetensors\\u0000"])
    func refusesAShardThatIsNoPlainFileName(_ shard: String) throws {
        let (path, error) = try error("\"a\": \"\(shard)\"")
        let name = shard.replacing("\\u0000", with: "\0")
        #expect(error == .invalidShardName(file: path + "/" + Self.index, tensor: "a", shard: name))
    }

    @Test func refusesATensorInTwoShards() throws {
        let (path, error) = try error("\"a\": \"one.safetensors\", \"a\": \"two.safetensors\"")
        #expect(error == .duplicateTensor(file: path + "/" + Self.index, tensor: "a"))
    }

    @Test func refusesABadShard() throws {
        let checkpoint = try sharded("\"a\": \"one.safetensors\"")
        try checkpoint.write([1, 2, 3], to: "one.safetensors")
        #expect(checkpoint.error() == .truncatedHeader(file: checkpoint.path(of: "one.safetensors"), bytes: 3, expected: 8))
    }

    @Test(arguments: ["", "[]", "{", "{\"weight_map\": {\"a\": 1}}"])
    func refusesAnIndexThatIsNone(_ text: String) throws {
        let checkpoint = try sharded("")
        try checkpoint.write(text, to: Self.index)
        guard case .notJSON(checkpoint.path(of: Self.index), _) = checkpoint.error() else {
            Issue.record("expected a refusal of the index")
            return
        }
    }

    @Test func namesAMissingWeightMap() throws {
        let checkpoint = try sharded("")
        try checkpoint.write("{\"metadata\": {}}", to: Self.index)
        #expect(checkpoint.error() == .missingKey(file: checkpoint.path(of: Self.index), key: "weight_map"))
    }
}
