import ArgumentParser
import Server

struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a checkpoint from the Hugging Face Hub, or one like it.",
        discussion: """
            The files go to the cache that other tools use, and chorale serve --model OWNER/NAME finds them there. What a break leaves \
            behind is gone on with the next time; every file's digest is checked. Prints the folder with the files.

            Of the environment: HF_TOKEN (else the file token in HF_HOME), HF_ENDPOINT for a mirror, HF_HOME or HF_HUB_CACHE for the cache, \
            HTTPS_PROXY and NO_PROXY, SSL_CERT_FILE for authorities other than the system's.
            """)

    @Argument(help: "The repository, as openai/gpt-oss-20b.")
    var repository: String

    @Option(help: "Branch, tag or commit; also as OWNER/NAME@REVISION. Without it: main.")
    var revision: String?

    @Option(
        parsing: .upToNextOption,
        help: "Shell patterns of the files that are wanted; without it: what serving needs, none of which is in a folder.")
    var include: [String] = []

    @Option(help: "Parts that are downloaded at the same time.")
    var connections = PullCommand.Request(repository: "").connections

    func validate() throws {
        guard (1...64).contains(connections) else { throw ValidationError("Connections must be from 1 to 64.") }
        guard revision == nil || !repository.contains("@") else { throw ValidationError("There are two revisions.") }
    }

    func run() throws {
        var request = PullCommand.Request(repository: repository)
        request.revision = revision
        request.patterns = include
        request.connections = connections
        try PullCommand.run(request)
    }
}
