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

    @Test func namesMayHaveDotsAndTheNamespaceInThem() {
        let functions = FunctionSet(["fs.read", "functions.f", "f", "functions"])
        for name in functions.names { #expect(functions.function(calledBy: FunctionSet.recipient(name)) == name) }
        #expect(functions.function(calledBy: "fs.read") == "fs.read")
    }

    @Test func knowsNoCallWithoutFunctions() {
        #expect(FunctionSet().function(calledBy: "functions.f") == nil)
    }
}
