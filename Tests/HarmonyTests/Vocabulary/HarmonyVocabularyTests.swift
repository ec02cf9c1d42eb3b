import Foundation
import Harmony
import Testing
import Tokenization

struct HarmonyVocabularyTests {
    @Test func namesTheSpecialTokensThatAreMissing() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).tiktoken")
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = (0...255).map { "\(Data([UInt8($0)]).base64EncodedString()) \($0)\n" }
        try lines.joined().write(to: file, atomically: true, encoding: .utf8)

        let present: [SpecialToken] = [.start, .end, .message, .channel, .constrain, .call]
        let ids = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1.rawValue, Int32(256 + $0)) })
        let tokenizer = try Tokenizer(tiktoken: file.path, specialTokens: ids)
        #expect(throws: HarmonyError.missingSpecialTokens(["<|return|>", "<|endoftext|>"])) { try HarmonyVocabulary(tokenizer) }
    }

    @Test func knowsEachSpecialTokenByItsId() throws {
        let vocabulary = try Fixture.vocabulary.get()
        for token in SpecialToken.allCases {
            let id = vocabulary.id(of: token)
            #expect(vocabulary.specialToken(id) == token)
            #expect(vocabulary.tokenizer.name(ofSpecial: id) == token.rawValue)
        }
        #expect(vocabulary.specialToken(0) == nil)
        #expect(vocabulary.tokenizer.specialToken("<|reserved_0|>").map(vocabulary.specialToken) == .some(nil))
    }

    @Test func doesNotStopGenerationAtEnd() throws {
        let vocabulary = try Fixture.vocabulary.get()
        #expect(vocabulary.generationStops == [vocabulary.return, vocabulary.call, vocabulary.endOfText])
    }
}
