import DemoModel
import HTTP
import Harmony
import Logging
import Tokenization

extension ScriptedUpstream {
    /// What `chorale bench gateway` starts: serves until the process ends.
    ///
    /// - Parameters:
    ///   - words: of each answer.
    ///   - rate: tokens a second and stream; 0: as they come.
    ///   - isFailing: whether most requests fail, each in another way and at another place.
    ///   - onListening: given the port.
    package static func run(words: Int, rate: Int, isFailing: Bool, onListening: (UInt16) -> Void) async throws {
        let vocabulary = try HarmonyVocabulary(Tokenizer.load(directory: DemoModel.directory()))
        var options = Options()
        if rate > 0 { options.pace = .seconds(1) / rate }
        if isFailing {
            options.fate = { number in
                switch number % 5 {
                case 0: .death(after: number % 97)
                case 1: .error(500, after: number % 61)
                case 2: .abort(after: number % 31)
                case 3: .refusal(500)
                default: .answer
                }
            }
        }
        var logger = Logger(label: "upstream")
        logger.logLevel = .critical
        let server = try ScriptedUpstream(ScriptedAnswer(vocabulary, length: words), options: options).server(logger: logger)
        for address in try server.bind() { onListening(address.port) }
        try await server.run()
    }
}
