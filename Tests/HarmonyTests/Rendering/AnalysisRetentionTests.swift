import Harmony
import Testing

struct AnalysisRetentionTests {
    private static let user = Message(.user, "q")
    private static let thought = Message(.assistant, "t", channel: Channel.analysis)
    private static let preamble = Message(.assistant, "p", channel: Channel.commentary)
    private static let answer = Message(.assistant, "a", channel: Channel.final)
    private static let call = Message(.assistant, "{}", recipient: "functions.f", channel: Channel.commentary)
    private static let callOnAnalysis = Message(.assistant, "{}", recipient: "functions.f", channel: Channel.analysis)
    private static let python = Message(.assistant, "1", recipient: "python", channel: Channel.analysis)
    private static let result = Message(Author(.tool, name: "functions.f"), channel: Channel.commentary, content: [.text("1")])

    @Test(arguments: [
        // A finished turn, then a question.
        ([user, thought, answer, user], [0, 2, 3], [0, 2, 3]),
        // The last turn is finished: a server is asked to go on after a user's message, and keeps what follows it.
        ([user, thought, answer], [0, 2], [0, 1, 2]),
        // A second turn with a call pending.
        ([user, thought, answer, user, thought, call, result], [0, 1, 2, 3, 4, 5, 6], [0, 2, 3, 4, 5, 6]),
        // Two finished turns.
        ([user, thought, answer, user, thought, answer, user], [0, 2, 3, 4, 5, 6], [0, 2, 3, 5, 6]),
        // Calls, results and preambles stay, but for built-in tools on analysis.
        ([user, thought, preamble, call, result, python, thought, answer, user], [0, 2, 3, 4, 7, 8], [0, 2, 3, 4, 7, 8]),
        // A function's result stays, so its call does too.
        ([user, callOnAnalysis, result, answer, user], [0, 2, 3, 4], [0, 1, 2, 3, 4]),
        // Nobody asked.
        ([thought, answer], [1], [0, 1]),
        ([], [], []),
    ])
    func dropsWhatTheRuleDrops(_ messages: [Message], _ library: [Int], _ currentTurn: [Int]) {
        #expect(AnalysisRetention.all.retained(in: messages) == Array(messages.indices))
        #expect(AnalysisRetention.libraryRule.retained(in: messages) == library)
        #expect(AnalysisRetention.currentTurn.retained(in: messages) == currentTurn)
    }
}
