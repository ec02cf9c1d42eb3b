import GPTOSS

extension LogitScreen {
    /// For the most probable token.
    static var greedy: LogitScreen { LogitScreen(reach: 0) { _, _ in true } }
}
