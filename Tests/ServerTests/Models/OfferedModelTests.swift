import Server
import Testing

/// Models in the configuration.
@Suite struct OfferedModelTests {
    private static let file = """
        models:
          gpt-oss-2.0:
            path: /m/large
            aliases: [gpt-4o, "gpt 5"]
            keep: true
          small:
            path: /m/small
            idle-minutes: 1.5
            cache-mib: 64
        loading:
          idle-minutes: 10
          memory-mib: 2
        """

    private func models(_ arguments: [String] = [], yaml: String? = nil) throws -> [OfferedModel] {
        try ServerConfiguration(ConfigurationSources(arguments: arguments, filePath: yaml.map(configurationFile))).models
    }

    @Test func oneSettingIsEnough() throws {
        var model = OfferedModel(id: "gpt-oss-20b", path: "/m/gpt-oss-20b/")
        model.isKept = true
        #expect(try models(["--model", "/m/gpt-oss-20b/"]) == [model])
        model.id = "g"
        model.aliases = ["h", "i"]
        #expect(try models(["--model", "/m/gpt-oss-20b/", "--model-name", "g", "--model-aliases", "h,i"]) == [model])
        #expect(try models().map(\.id) == ["chorale-demo"])
    }

    @Test func aFileHasAMapOfThem() throws {
        var large = OfferedModel(id: "gpt-oss-2.0", path: "/m/large")
        large.aliases = ["gpt-4o", "gpt 5"]
        large.isKept = true
        large.idleLimit = .seconds(600)
        var small = OfferedModel(id: "small", path: "/m/small")
        small.idleLimit = .seconds(90)
        small.cacheBytes = 64 << 20
        #expect(try models(yaml: Self.file) == [large, small])
        #expect(try models(["--model", "/m/first"], yaml: Self.file).map(\.id) == ["first", "gpt-oss-2.0", "small"])
    }

    @Test func aFlagHasAList() throws {
        let listed = try models(["--models", "a=/m/a,b=/m/b", "--loading-idle-minutes", "1"], yaml: Self.file)
        #expect(listed.map(\.id) == ["a", "b"], "in place of the file's")
        #expect(listed.map(\.path) == ["/m/a", "/m/b"])
        #expect(listed.allSatisfy { !$0.isKept && $0.idleLimit == .seconds(60) })
        #expect(try models(yaml: "models: [\"a=/m/a\"]\n").map(\.id) == ["a"])
    }

    @Test(arguments: [
        "models: [a]\n", "models: [\"a=\"]\n", "models:\n  a:\n    keep: true\n", "models:\n  a:\n    path: p\n    aliases: [a]\n",
        "model: /m/a\nmodels:\n  a:\n    path: p\n", "models:\n  a:\n    path: p\n    keep: perhaps\n",
        "models:\n  a:\n    path: p\n    cache-mib: 0\n", "models:\n  a:\n    path: p\n    idle-minutes: -1\n",
        "loading:\n  wait-seconds: -1\n",
    ])
    func whatMeansNothingIsRefused(yaml: String) throws {
        #expect(throws: ConfigurationError.self) { try models(yaml: yaml) }
    }

    @Test func aMisspeltFieldIsAnErrorWithASuggestion() throws {
        let path = try configurationFile("models:\n  a.b:\n    path: p\n    alias: [c]\n")
        #expect(throws: ConfigurationError.unknownKey("models.a.b.alias", path: path, nearest: "models.a.b.aliases")) {
            try ConfigurationSources(filePath: path)
        }
    }

    @Test func theReportHasThem() throws {
        let text = try ConfigurationReport(ConfigurationSources(filePath: configurationFile(Self.file))).text()
        #expect(try models(yaml: text) == models(yaml: Self.file))
        #expect(text.contains("aliases: [\"gpt-4o\", \"gpt 5\"]"))
    }
}
