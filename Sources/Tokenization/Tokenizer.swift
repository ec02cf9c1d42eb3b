/// Byte-level BPE: text to token ids and back.
///
/// A text is cut into pieces by `SplitPattern`; a piece that is a token is that token; in any other piece, neighbouring tokens are
/// merged, beginning with its bytes, by rank. Special tokens are found only where a call allows them.
package final class Tokenizer: Sendable {
    let tokens: TokenTable
    let merges: MergeTable
    let special: SpecialTokens
    let pattern: SplitPattern

    private init(_ vocabulary: Vocabulary) {
        tokens = vocabulary.tokens
        merges = vocabulary.merges
        special = SpecialTokens(vocabulary.specialTokens)
        pattern = vocabulary.pattern
    }

    /// Reads `tokenizer.json` in a checkpoint's directory.
    package static func load(directory path: String) throws(TokenizerError) -> Tokenizer {
        try Tokenizer(tokenizerJSON: path + (path.hasSuffix("/") ? "" : "/") + "tokenizer.json")
    }

    /// Reads a `tokenizer.json` of the tokenizers library. Its added tokens are the special tokens.
    package convenience init(tokenizerJSON path: String) throws(TokenizerError) {
        do throws(TokenizerError.Cause) {
            self.init(try HuggingFaceFile.vocabulary(from: readFile(path)))
        } catch {
            throw TokenizerError(file: path, cause: error)
        }
    }

    /// Takes the text of a `tokenizer.json`, or the vocabulary, that another file has in it.
    /// - Parameter path: of that file, for errors.
    package convenience init(_ vocabulary: GGMLVocabulary, tokenizerJSON: String? = nil, file path: String) throws(TokenizerError) {
        do throws(TokenizerError.Cause) {
            if let tokenizerJSON {
                self.init(try HuggingFaceFile.vocabulary(from: Array(tokenizerJSON.utf8)))
            } else {
                self.init(try vocabulary.vocabulary())
            }
        } catch {
            throw TokenizerError(file: path, cause: error)
        }
    }

    /// Reads a `.tiktoken` file, which names neither special tokens nor the split; for o200k_harmony: `.o200kHarmony`.
    package convenience init(
        tiktoken path: String, pattern: SplitPattern = .o200k, specialTokens: [String: Int32]
    ) throws(TokenizerError) {
        do throws(TokenizerError.Cause) {
            self.init(try Vocabulary(tiktoken: readFile(path), pattern: pattern, specialTokens: specialTokens))
        } catch {
            throw TokenizerError(file: path, cause: error)
        }
    }

    /// The highest id and one.
    package var vocabularySize: Int { tokens.idCount }

    /// The id of a special token, by its name as it is written: `<|start|>`.
    package func specialToken(_ name: String) -> Int32? { special.ids[name] }

    /// The least of its names, where a special token has several.
    package func name(ofSpecial id: Int32) -> String? { id < special.leastID ? nil : special.names[id] }
}
