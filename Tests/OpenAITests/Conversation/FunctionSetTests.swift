import OpenAI
import Testing

struct FunctionSetTests {
    @Test(arguments: [
        ("functions.f", "f"), ("f", "f"), ("python", "python"), ("functions.python", "python"), ("functions.g", "g"), ("g", "g"),
        ("browser.search", "browser.search"), ("functions.f<|channel|>commentary", "f"), ("functions.", nil), ("functions", nil),
        ("assistant", nil), ("user", nil), ("all", nil), ("??", nil), ("", nil), (nil, nil),
    ])
    func findsTheFunctionOfARecipient(recipient: String?, expected: String?) {
        #expect(FunctionSet(["f", "python"]).function(calledBy: recipient) == expected)
    }

    @Test func knowsNoCallWithoutFunctions() {
        #expect(FunctionSet().function(calledBy: "functions.f") == nil)
    }
}
