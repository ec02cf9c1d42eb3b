/// What a GGUF file says of its tokenizer.
package struct GGUFVocabulary: Sendable, Hashable {
    /// A whole tokenizer.json, where the file has one (`tokenizer.huggingface.json`).
    package let tokenizerJSON: String?
    /// Of the byte-level alphabet, but for those that are added tokens.
    package let tokens: [String]
    /// `llama_token_type`: 1 normal, 3 control, 4 user-defined, 5 unused.
    package let types: [Int]
    /// Two tokens with a blank between them, by rank.
    package let merges: [String]
    /// How a text is cut into pieces, by llama.cpp's name for it: `gpt-4o`.
    package let splitName: String

    /// Of a file, or the first of several that a model was split into.
    package init(path: String) throws(CheckpointError) {
        let first = try GGUFFile.open(path)[0]
        let metadata = GGUFMetadata(first)
        tokenizerJSON = try metadata.string("tokenizer.huggingface.json")
        let model = try metadata.string("tokenizer.ggml.model")
        guard model == "gpt2" else {
            throw .invalidValue(
                file: first.path, key: "tokenizer.ggml.model", expected: "\"gpt2\"", found: model?.debugDescription ?? "none")
        }
        guard case .strings(let tokens)? = first.values["tokenizer.ggml.tokens"] else {
            throw .missingKey(file: first.path, key: "tokenizer.ggml.tokens")
        }
        self.tokens = tokens
        if case .strings(let merges)? = first.values["tokenizer.ggml.merges"] { self.merges = merges } else { merges = [] }
        if case .integers(let types)? = first.values["tokenizer.ggml.token_type"] {
            guard types.count == tokens.count else {
                throw .invalidValue(
                    file: first.path, key: "tokenizer.ggml.token_type", expected: "\(tokens.count) integers", found: "\(types.count)")
            }
            self.types = types
        } else {
            types = Array(repeating: 1, count: tokens.count)
        }
        splitName = try metadata.string("tokenizer.ggml.pre") ?? "default"
    }
}
