import Foundation
import GPTOSS
import Tokenization

/// What a checkpoint's path stands for besides weights: a directory of files, or a GGUF file that has all in it.
struct CheckpointFiles {
    /// Without symbolic links where it is a directory; a GGUF file is known by its name, which links have.
    let path: String
    private let ggufFile: String?

    init(_ path: String) throws(CheckpointError) {
        let url = URL(filePath: path).standardizedFileURL
        ggufFile = try Checkpoint.ggufFile(url.path)
        self.path = ggufFile == url.path ? url.path : url.resolvingSymlinksInPath().path
    }

    /// What a model is called where nobody says otherwise: the directory's name, or the file's without its extension.
    var name: String {
        let url = URL(filePath: path)
        return ggufFile == path ? url.deletingPathExtension().lastPathComponent : url.lastPathComponent
    }

    /// Seconds since 1970 when the configuration was last changed.
    func changed() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: (ggufFile ?? path + "/config.json"))
        return Int((attributes[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)).timeIntervalSince1970)
    }

    func tokenizer() throws -> Tokenizer {
        guard let ggufFile else { return try Tokenizer.load(directory: path) }
        let found = try GGUFVocabulary(path: ggufFile)
        return try Tokenizer(
            GGMLVocabulary(tokens: found.tokens, types: found.types, merges: found.merges, splitName: found.splitName),
            tokenizerJSON: found.tokenizerJSON, file: ggufFile)
    }
}
