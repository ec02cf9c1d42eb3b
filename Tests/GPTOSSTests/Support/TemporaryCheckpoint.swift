import Foundation
import GPTOSS
import JSON
import Testing

/// A directory with a copy of the tiny fixture's configuration and whatever a test writes; gone with the value.
final class TemporaryCheckpoint {
    let url = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString)")

    /// With the fixture's weights too, if asked.
    init(weights: Bool = false) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for name in ["config.json", "generation_config.json"] + (weights ? ["model.safetensors"] : []) {
            try FileManager.default.copyItem(atPath: Fixtures.tinyMoE + "/" + name, toPath: path(of: name))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    func path(of name: String) -> String { path + "/" + name }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        // Neither `Data.write` nor truncation: both wait for the disk.
        unlink(path(of: name))
        let file = try #require(fopen(path(of: name), "w"))
        defer { fclose(file) }
        let bytes = Array(bytes)
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    func bytes(of name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: url.appending(path: name)))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    /// Replaces the only occurrence of `old` in a text file.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try bytes(of: name), as: UTF8.self)
        try #require(text.ranges(of: old).count == 1, "\(name) holds \(old) once")
        try write(text.replacing(old, with: new), to: name)
    }

    /// Puts bytes in the place of a tensor's first.
    func overwrite(_ tensor: String, with bytes: [UInt8]) throws {
        var file = try self.bytes(of: "model.safetensors")
        let header = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let offsets = try JSONValue(parsing: Array(file[8..<8 + header]))[tensor]?["data_offsets"]
        let first = try #require(offsets?[0]?.intValue)
        file.replaceSubrange(8 + header + first..<8 + header + first + bytes.count, with: bytes)
        try write(file, to: "model.safetensors")
    }

    /// What opening and checking this checkpoint throws, if anything.
    func error() -> CheckpointError? {
        do throws(CheckpointError) {
            try Checkpoint.open(directory: path).validate()
            return nil
        } catch {
            return error
        }
    }
}
