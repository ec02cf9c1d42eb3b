import GPTOSS

/// Prefill and decode of a checkpoint, each as a share of what the machine can do, which the run measures itself before and after.
package struct EngineBenchmark {
    private let transformer: Transformer
    private let options: Options

    package struct Options: Sendable {
        package var promptTokens = 512
        /// Tokens that each stream decodes.
        package var decodedTokens = 32
        /// Numbers of streams that decode together.
        package var streams = [1, 4]
        /// 0 is one for each processor.
        package var threads = 0

        package init() {}
    }

    /// - Parameter model: directory of a checkpoint.
    package init(model: String, options: Options) throws {
        var settings = Transformer.Options()
        if options.threads > 0 { settings.threadCount = options.threads }
        transformer = try Transformer.load(directory: model, options: settings)
        self.options = options
    }
}
extension EngineBenchmark {
    package func run(_ write: (String) -> Void) throws {}
}
