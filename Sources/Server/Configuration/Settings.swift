import DemoModel
package import GPTOSS
package import HTTP
import Harmony

/// Every key of the configuration, in the order of config/server.yaml.
package enum Settings {
    // Model
    package static let model = Setting(
        "model", DemoModel.id,
        "Directory of a gpt-oss checkpoint (config.json, tokenizer.json, *.safetensors), or its GGUF file, or OWNER/NAME of one that "
            + "chorale pull has downloaded, or chorale-demo, which comes with Chorale.")
    package static let modelName = Setting(
        "model-name", "", "The id that clients use; empty: OWNER/NAME, or the directory's name.")
    package static let modelAliases = Setting("model-aliases", [String](), "Other names that clients may use for it.")
    package static let models = Setting(
        "models", [String](),
        "More models, as ID=DIRECTORY, loaded when they are asked for; in the file also a map with aliases and times (In production, Models). "
            + "They are the only ones where model is chorale-demo.")
    package static let loadingWaitSeconds = Setting(
        "loading.wait-seconds", 60.0, "How long a request waits for its model to be loaded; then it is answered 503.")
    package static let loadingIdleMinutes = Setting(
        "loading.idle-minutes", 0.0, "One of models that nobody has used for so long is unloaded; 0: it stays while there is room.")
    package static let loadingMemoryMiB = Setting(
        "loading.memory-mib", 0,
        "Weights and caches of all loaded models at most, in MiB; the one used least lately makes room. 0: no limit.")
    package static let loadingMaximumModels = Setting(
        "loading.maximum-models", 0, "Models that are loaded at the same time at most; 0: no limit.")
    package static let upstreamConnectSeconds = Setting(
        "upstream.connect-seconds", 5.0, "How long connecting to an upstream of a model may take (Beyond one machine).")
    package static let upstreamStallSeconds = Setting(
        "upstream.stall-seconds", 120.0, "An upstream that sends nothing for so long has failed.")
    package static let upstreamWaitSeconds = Setting(
        "upstream.wait-seconds", 30.0, "How long a request waits for an upstream that takes it; then it is answered 503.")
    package static let upstreamHealthSeconds = Setting(
        "upstream.health-seconds", 5.0, "Time between two looks at an upstream's health.")
    package static let upstreamContinue = Setting(
        "upstream.continue", true,
        "Whether an answer whose upstream dies goes on at another from the tokens so far; else it ends with an error.")
    package static let upstreamTokensPerEvent = Setting(
        "upstream.tokens-per-event", 1,
        "Tokens of an answer that vLLM and SGLang may send together: more of them cost the gateway less processor time, and come in steps.")
    package static let upstreamMaximumStreams = Setting(
        "upstream.maximum-streams", 4096, "Answers of one model that its upstreams make at the same time; more get 429.")
    package static let upstreamAuthorities = Setting(
        "upstream.ca", "", "PEM file with authorities for upstreams over https; empty: the system's.")
    package static let threads = Setting("threads", 0, "Threads of the engine; 0: one for each processor.")
    package static let compute = Setting(
        "compute", ArithmeticChoice.fast,
        "Arithmetic: fast multiplies by weights in 8 bits (chorale bench --fidelity says how close), exact in float32.")
    package static let kernels = Setting(
        "kernels", KernelsChoice.best, "Instruction set of the kernels; best: the fastest that the machine has.")
    package static let reproducible = Setting(
        "reproducible", false, "Whether a request and seed give the same tokens whatever else runs; single streams take longer.")
    package static let pinThreads = Setting("pin-threads", false, "Whether the engine's threads stay on a processor each.")
    package static let lockMemory = Setting(
        "lock-memory", false, "Whether the weights are kept in memory (mlock); the process needs the right to (ulimit -l).")
    package static let packedWeights = Setting(
        "packed-weights", Packing.use,
        "What chorale pack makes beside a checkpoint, so that loading it takes no time: use it where it is there, make it where it is not, or ignore it."
    )
    package static let contextTokens = Setting(
        "context-tokens", 16384, "Longest prompt and answer together, in tokens; never more than the model has.")

    // Engine
    package static let maximumBatch = Setting(
        "engine.maximum-batch", 8, "Sequences that are generated at the same time.")
    package static let prefillTokens = Setting(
        "engine.prefill-tokens", 256, "Prompt tokens read in one step at most.")
    package static let prefillSeconds = Setting(
        "engine.prefill-seconds", 0.25, "How long reading prompts may hold up the running answers; at least 16 tokens are read in a step.")
    package static let speculation = Setting(
        "engine.speculation", SpeculationChoice.auto,
        "Guess tokens from what stands before and verify several at once: where it pays (auto), never, always. Answers stay the same.")
    package static let queueLimit = Setting(
        "engine.queue-limit", 64, "Requests that may wait; one more is refused with 429.")
    package static let queueSeconds = Setting(
        "engine.queue-seconds", 600.0, "A request that has waited longer is answered 503; 0: it waits for as long as it takes.")
    package static let cacheMiB = Setting(
        "engine.cache-mib", 4096, "Memory for keys and values, running and kept for reuse, in MiB.")
    package static let tokenMemoryMiB = Setting(
        "engine.token-memory-mib", 64,
        "Memory for each model's last messages, token by token, so that a conversation goes on as it was and its prefix is cached.")
    package static let cachePrecision = Setting(
        "engine.cache-precision", CachePrecisionChoice.float32,
        "Keys and values in float32, or in int8: 17/64 of the memory (chorale bench --fidelity says how close).")

    // Listening
    package static let host = Setting("host", "127.0.0.1", "Address or name to listen on; 0.0.0.0 for all of IPv4, :: for all of IPv6.")
    package static let port = Setting("port", 8080, "TCP port; 0 lets the system choose.")
    package static let listen = Setting(
        "listen", [String](),
        "In place of host and port, any of: 127.0.0.1:8080, [::1]:8080, localhost:8080, unix:/run/chorale.sock, "
            + "systemd (sockets that systemd hands over; systemd:NAME, those of that FileDescriptorName).")
    package static let socketMode = Setting(
        "socket-mode", FileMode(bits: ListenOptions().socketMode), "Permissions of Unix sockets: who may write to them may connect.")
    package static let reusePort = Setting(
        "reuse-port", false, "Whether several processes of one user may listen on the same port (SO_REUSEPORT) and share its connections.")
    package static let maximumConnections = Setting("http.maximum-connections", 4096, "Open connections at most.")
    package static let maximumConnectionsPerAddress = Setting(
        "http.maximum-connections-per-address", 0,
        "Open connections of one client (an address, or an IPv6 network of 64 bits) at most; more get 429. 0: no limit.")
    package static let maximumRequestsPerConnection = Setting(
        "http.maximum-requests-per-connection", 10_000, "Requests after which a connection is closed; 0: no limit.")
    package static let maximumRequestLineBytes = Setting(
        "http.maximum-request-line-bytes", 16 << 10, "Longest request line; more is 414.")
    package static let maximumFieldBytes = Setting("http.maximum-field-bytes", 16 << 10, "Longest line of a request's header; more is 431.")
    package static let maximumHeaderBytes = Setting("http.maximum-header-bytes", 64 << 10, "Largest header of a request; more is 431.")
    package static let maximumHeaderFields = Setting(
        "http.maximum-header-fields", 128, "Fields of a request's header at most; more is 431.")
    package static let maximumBodyMiB = Setting("http.maximum-body-mib", 32, "Largest request body, in MiB.")
    package static let handshakeSeconds = Setting(
        "http.tls-handshake-seconds", 10.0, "A client must have completed the TLS handshake within this time.")
    package static let headerSeconds = Setting(
        "http.header-seconds", 10.0, "A request's header must arrive within this time.")
    package static let bodySeconds = Setting(
        "http.body-seconds", 30.0, "Longest pause within a request's body.")
    package static let bodyTotalSeconds = Setting(
        "http.body-total-seconds", 60.0, "Longest wait for a request's body in all, beside 1 s for every 256 KiB of it.")
    package static let minimumBodyRate = Setting(
        "http.minimum-body-rate", 240,
        "Bytes a second of a request's body at least, over stretches of body-seconds of waiting for it; less is 408. 0: no limit.")
    package static let idleSeconds = Setting(
        "http.idle-seconds", 75.0, "An idle connection is closed after this; above the proxy's own keep-alive time.")
    package static let writeSeconds = Setting(
        "http.write-seconds", 60.0, "A client that reads nothing for this long is cut off.")
    package static let minimumResponseRate = Setting(
        "http.minimum-response-rate", 240,
        "Bytes a second that a client reads at least while more wait for it, over stretches of write-seconds; below it is cut off. 0: no limit."
    )
    package static let rateGraceSeconds = Setting(
        "http.rate-grace-seconds", 5.0, "Time of waiting for a client before its data rate counts.")
    package static let lingerSeconds = Setting(
        "http.linger-seconds", 5.0, "Time that a client has to take the last answer and close.")
    package static let pingSeconds = Setting(
        "http.ping-seconds", 15.0, "A silent event stream gets a comment this often, so that proxies keep it open.")
    package static let drainSeconds = Setting(
        "http.drain-seconds", 25.0, "Time that running answers have to finish after SIGTERM.")
    package static let drainDelaySeconds = Setting(
        "http.drain-delay-seconds", 0.0,
        "Time after SIGTERM in which /readyz says no and requests are still answered, so that balancers notice.")
    package static let halfClose = Setting(
        "http.half-close", HalfClosePolicy.probe,
        "When a client closes its sending side during a request that does not stream: serve it, probe whether it still reads, or cancel.")

    package static let allowedHosts = Setting(
        "http.allowed-hosts", [String](),
        "Names that requests may be for, beside addresses and localhost, or *: any. Empty: any, but none of a browser on this machine "
            + "where there are neither keys nor trusted proxies (DNS rebinding).")
    package static let basePath = Setting(
        "http.base-path", "", "Path below which everything is served, such as /chorale, where a proxy hands it on; empty: at the root.")

    // Proxies
    package static let trustedProxies = Setting(
        "proxies.trusted", [String](),
        "Proxies whose word is taken for who the client is: addresses and ranges (10.0.0.0/8, ::1), unix for Unix sockets.")
    package static let proxyFields = Setting(
        "proxies.fields", ForwardedFields.any,
        "What is read of them: x-forwarded (X-Forwarded-For, -Proto, -Host), forwarded (RFC 7239), or any: the former before the latter.")
    package static let proxyProtocol = Setting(
        "proxies.protocol", false, "Whether every connection begins with a PROXY protocol header (v1, v2), from a trusted proxy.")

    // TLS
    package static let tlsCertificate = Setting(
        "tls.certificate", "", "PEM file with the certificate and its chain; empty: plain HTTP. SIGHUP reads it again.")
    package static let tlsKey = Setting(
        "tls.key", "", "PEM file with the certificate's private key, which others must not be able to read.")
    package static let tlsClientAuthorities = Setting(
        "tls.client-ca", "", "PEM file with authorities; clients must show a certificate of theirs. Empty: none is asked for.")

    // Keys
    package static let apiKeys = Setting(
        "api-keys", [String](), "API keys that clients must show one of, with commas between them; only from the environment.",
        isSecret: true)
    package static let keysFile = Setting(
        "keys.file", "",
        "File of API keys as digests, with names and limits, made by chorale key; empty: none. SIGHUP reads it again.")
    package static let usageLog = Setting(
        "keys.usage-log", "", "File to which a JSON line is added for each answer: who, when, tokens, times; empty: none.")
    package static let corsOrigins = Setting(
        "cors.origins", [String](), "Web pages that may call the API from browsers, as https://app.example; * is any.")

    // Answers
    package static let reasoningEffort = Setting(
        "answers.reasoning-effort", EffortChoice.medium, "Reasoning effort where a request names none.")
    package static let identity = Setting(
        "answers.identity", SystemContent.standardIdentity, "First line of the system message.")
    package static let knowledgeCutoff = Setting(
        "answers.knowledge-cutoff", SystemContent.standardKnowledgeCutoff, "As the system message states it; empty: not stated.")
    package static let currentDate = Setting(
        "answers.current-date", "today", "As the system message states it: today (UTC), a fixed date, or empty: not stated.")
    package static let reasoningContent = Setting(
        "answers.reasoning-content", true, "Also send reasoning under the name reasoning_content, beside reasoning.")
    package static let reasoningKey = Setting(
        "answers.reasoning-key", "",
        "File of 32 bytes or more, of which the key is made for reasoning.encrypted_content; empty: a new key at each start.")

    // Storage
    package static let storePath = Setting(
        "store.path", "", "SQLite file for stored responses; empty: kept in memory, gone with the process.")
    package static let storeURL = Setting(
        "store.url", "",
        "PostgreSQL database in place of a file, which several servers may share: postgresql://USER:PASSWORD@HOST/DATABASE; only from the "
            + "environment. For a Chorale that was built with it.",
        isSecret: true)
    package static let storeURLFile = Setting("store.url-file", "", "File that has store.url in it, in place of the environment.")
    package static let storeConnections = Setting("store.connections", 4, "Connections to the database at most.")
    package static let storeShared = Setting(
        "store.shared", false, "Whether other servers on this machine use the file too; a database always is shared.")
    package static let storeLeaseSeconds = Setting(
        "store.lease-seconds", 15,
        "In a shared store: a server that has not been heard of for so long is taken for dead, and others make its background responses.")
    package static let storeHours = Setting("store.hours", 720.0, "Stored responses are deleted after this time.")
    package static let storeCount = Setting("store.count", 10000, "Stored responses at most; the oldest go first.")
    package static let storeMiB = Setting("store.mib", 256, "Their size at most, in MiB; the oldest go first.")
    package static let storeTraining = Setting(
        "store.training-export", false,
        "Whether responses that are stored from now on may become training data (chorale dataset --from-responses), unless their metadata "
            + "have training_export: deny.")

    // Logging
    package static let logLevel = Setting("log.level", LogLevelChoice.info, "Least severe level that is written.")
    package static let logFormat = Setting("log.format", LogFormat.text, "Log lines for people, or JSON objects.")
    package static let slowSeconds = Setting(
        "log.slow-seconds", 60.0, "Requests that take longer are logged as slow, at level warning; 0: none.")
    package static let metricsAccess = Setting(
        "metrics.access", MetricsAccess.key, "Who may read /metrics: who has a key (everybody where none are asked for), open, or off.")

    package static let all: [any SettingDescription] = [
        model, modelName, modelAliases, models, loadingWaitSeconds, loadingIdleMinutes, loadingMemoryMiB, loadingMaximumModels,
        upstreamConnectSeconds, upstreamStallSeconds, upstreamWaitSeconds, upstreamHealthSeconds, upstreamContinue,
        upstreamTokensPerEvent, upstreamMaximumStreams, upstreamAuthorities,
        threads, compute, kernels, reproducible, pinThreads, lockMemory, packedWeights, contextTokens,
        maximumBatch, prefillTokens, prefillSeconds, speculation, queueLimit, queueSeconds, cacheMiB, cachePrecision,
        tokenMemoryMiB,
        host, port, listen, socketMode, reusePort,
        maximumConnections, maximumConnectionsPerAddress, maximumRequestsPerConnection, maximumRequestLineBytes,
        maximumFieldBytes, maximumHeaderBytes, maximumHeaderFields, maximumBodyMiB, handshakeSeconds, headerSeconds, bodySeconds,
        bodyTotalSeconds, minimumBodyRate, idleSeconds, writeSeconds, minimumResponseRate, rateGraceSeconds, lingerSeconds, pingSeconds,
        drainSeconds, drainDelaySeconds, halfClose, allowedHosts, basePath,
        trustedProxies, proxyFields, proxyProtocol,
        tlsCertificate, tlsKey, tlsClientAuthorities,
        apiKeys, keysFile, usageLog, corsOrigins,
        reasoningEffort, identity, knowledgeCutoff, currentDate, reasoningContent, reasoningKey,
        storePath, storeURL, storeURLFile, storeConnections, storeShared, storeLeaseSeconds, storeHours, storeCount, storeMiB,
        storeTraining,
        logLevel, logFormat, slowSeconds, metricsAccess,
    ]
}
