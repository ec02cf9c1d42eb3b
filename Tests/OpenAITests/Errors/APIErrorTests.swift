import JSON
import OpenAI
import Testing

struct APIErrorTests {
    @Test func alwaysHasAllFourKeys() {
        let expected: JSONValue = [
            "error": [
                "message": "The server had an error while processing your request.", "type": "server_error", "param": nil,
                "code": "internal_error",
            ]
        ]
        #expect(APIError.internalError.json == expected)
    }

    @Test func tellsBothCountsOfAContextThatIsTooLong() {
        let error = APIError.contextLengthExceeded(promptTokens: 900, completionTokens: 200, contextLength: 1000, param: "messages")
        #expect(error.status == 400)
        #expect(error.code == "context_length_exceeded")
        #expect(error.param == "messages")
        for number in ["1000", "1100", "900", "200"] { #expect(error.message.contains(number)) }
        let prompt = APIError.contextLengthExceeded(promptTokens: 1200, completionTokens: nil, contextLength: 1000, param: "input")
        for number in ["1000", "1200"] { #expect(prompt.message.contains(number)) }
    }

    @Test func countsAsManyTokensAsAClientCanAskFor() {
        let error = APIError.contextLengthExceeded(promptTokens: 102, completionTokens: .max, contextLength: 1000, param: "messages")
        #expect(error.message.contains("9223372036854775909 tokens"))
    }

    @Test func tellsToShortenWhatIsTooLong() {
        let both = APIError.contextLengthExceeded(promptTokens: 900, completionTokens: 200, contextLength: 1000, param: "messages")
        #expect(both.message.hasSuffix("the length of the messages or of the completion."))
        let prompt = APIError.contextLengthExceeded(promptTokens: 1200, completionTokens: nil, contextLength: 1000, param: "input")
        #expect(prompt.message.hasSuffix("the length of the input."))
    }

    @Test func roundsRetryAfterUpToSeconds() {
        let error = APIError.unavailable("The queue is full.", retryAfter: .milliseconds(1250))
        #expect(error.headerFields.map(\.name) == ["retry-after", "retry-after-ms"])
        #expect(error.headerFields.map(\.value) == ["2", "1250"])
    }

    @Test func tellsClientsNotToRetryInVain() {
        var error = APIError.internalError
        error.retryMayHelp = false
        #expect(error.headerFields.map(\.name) == ["x-should-retry"])
        #expect(error.headerFields.map(\.value) == ["false"])
    }

    @Test func keepsForeignTextShort() {
        let error = APIError.unknownModel(String(repeating: "m", count: 1000))
        #expect(error.status == 404)
        #expect(error.code == "model_not_found")
        #expect(error.message.utf8.count < 200)
    }
}
