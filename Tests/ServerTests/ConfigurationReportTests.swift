import Foundation
import Server
import Testing

/// `chorale config`.
@Suite struct ConfigurationReportTests {
    @Test func tellsEachValueAndWhereItComesFrom() throws {
        let path = try configurationFile("http:\n  idle-seconds: 90\n")
        let sources = try ConfigurationSources(
            arguments: ["--port", "9000"], environment: ["CHORALE_THREADS": "3", "CHORALE_API_KEYS": "the secret"], filePath: path)
        let text = try ConfigurationReport(sources).text()
        func line(_ start: String) -> String { text.split(separator: "\n").first { $0.hasPrefix(start) }.map(String.init) ?? "" }
        #expect(line("port: 9000").hasSuffix("# --port"))
        #expect(line("threads: 3").hasSuffix("# CHORALE_THREADS"))
        #expect(line("  idle-seconds: 90.0").hasSuffix("# http.idle-seconds in \(path)"))
        #expect(line("compute: fast").hasSuffix("# default"))
        #expect(line("# api-keys: hidden").hasSuffix("# CHORALE_API_KEYS"))
        #expect(!text.contains("the secret"))
        #expect(
            try ConfigurationReport(sources).text(changedOnly: true).split(separator: "\n").map { $0.prefix { $0 != " " } }.contains(
                "compute:")
                == false)
    }

    /// What it prints is a file that has the same settings.
    @Test func printsAFileThatMeansTheSame() throws {
        let odd = [
            "--model", "a: b # c", "--model-name", "no", "--answers-identity", "\"quoted\" \\ 'text'", "--answers-current-date",
            "2026-01-02",
            "--listen", "127.0.0.1:1,unix:/tmp/a b.sock", "--socket-mode", "0600", "--store-path", "12", "--cors-origins", "*",
            "--log-format", "json", "--http-idle-seconds", "0.5",
        ]
        let sources = try ConfigurationSources(arguments: odd)
        let text = try ConfigurationReport(sources).text()
        let read = try ConfigurationSources(filePath: try configurationFile(text))
        for setting in Settings.all {
            #expect(try setting.effective(in: sources).yaml == setting.effective(in: read).yaml, "\(setting.key)")
        }
    }

    @Test func tellsOfVariablesThatAreNoSettings() throws {
        let sources = try ConfigurationSources(environment: ["CHORALE_PROT": "1", "CHORALE_SERVICE_HOST": "10.0.0.1", "HOME": "/"])
        #expect(sources.unknownVariables.map(\.name) == ["CHORALE_PROT", "CHORALE_SERVICE_HOST"])
        #expect(sources.unknownVariables.first?.nearest == "CHORALE_PORT")
        #expect(try ConfigurationReport(sources).text().contains("# CHORALE_PROT is no setting; did you mean CHORALE_PORT?"))
    }
}
