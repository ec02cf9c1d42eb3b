import Harmony
import OpenAI

extension Script {
    /// What models write, good and bad, for a request that declares the function `f`.
    static let corpus: [Script] = [
        Script("an answer").message("final", ["Hello", ", ", "world"], .return),
        Script("reasoning and an answer").message("analysis", ["Let me ", "think"]).message("final", ["42"], .return),
        Script("reasoning twice").message("analysis", ["One"]).message("analysis", ["Two"]).message("final", ["3"], .return),
        Script("a call").message("analysis", ["Call it"]).message("commentary", to: "functions.f", ["{\"a\"", ":1}"], .call),
        Script("a call without arguments").message("commentary", to: "functions.f", [], .call),
        Script("a preamble and a call").message("commentary", ["I will look."]).message("commentary", to: "functions.f", ["{}"], .call),
        Script("a preamble and an answer").message("commentary", ["Wait."]).message("final", ["Done."], .return),
        Script("a call on analysis").message("analysis", to: "functions.f", ["{}"], .call),
        Script("a call by its bare name").message("commentary", to: "f", ["{}"], .call),
        Script("an undeclared call").message("commentary", to: "functions.g", ["{}"], .call),
        Script("an unknown channel").message("commentary 2?", ["Hm"]).message("final", ["Yes"], .return),
        Script("no channel").message(nil, ["Plain"], .return),
        Script("an empty answer").message("analysis", ["Silence."]).message("final", [], .return),
        Script("only reasoning").message("analysis", ["The answer is 4"], .return),
        Script("nothing").token("<|return|>"),
        Script("cut off in the header").token("<|channel|>").ending(.length),
        Script("cut off in the reasoning").message("analysis", ["Let me"], .endOfStream).ending(.length),
        Script("cut off in the answer").message("analysis", ["Hm"]).message("final", ["It is"], .endOfStream).ending(.length),
        Script("cut off in the arguments").message("commentary", to: "functions.f", ["{\"a"], .endOfStream).ending(.length),
        Script("cancelled").message("final", ["It"], .endOfStream).ending(.cancelled),
        Script("failed").message("final", ["It"], .endOfStream).ending(.failed(.internalError)),
        Script("a stop string").message("analysis", ["STOP is here"]).message("final", ["One ST", "OP two"], .return),
        Script("half a stop string").message("final", ["One ST"], .return),
        Script("going on as the user").message("final", ["Hi"], .nextHeader).message(nil, role: .user, ["And you?"]),
        Script("a second answer").message("final", ["One"]).message("final", ["Two"], .return),
        Script("characters in pieces").token("<|message|>", .messageStarted(MessageHeader(author: Author(.assistant), channel: "final")))
            .token(bytes: [0xF0, 0x9F], []).token(bytes: [0x98, 0x80], [.contentDelta("😀")]).token("<|return|>", .messageEnded(.return)),
        Script("no header").token("Sor").token(
            "ry", .repaired(.missingHeader), .messageStarted(MessageHeader(author: Author(.assistant), channel: "final")),
            .contentDelta("Sorry")
        ).token("!", .contentDelta("!")).token("<|return|>", .messageEnded(.return)),
    ]
}
