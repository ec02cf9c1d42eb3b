import HTTP
import JSON
import Logging
import Synchronization

extension Fleet {
    /// Asks a place how it is, and when it is first well, what it has.
    func check(_ index: Int) async {
        let place = configuration.places[index]
        var reason: String?
        do throws(ClientError) {
            let (status, _) = try await get(form.healthPath, at: place)
            if status != 200 { reason = "status \(status)" }
        } catch {
            reason = "\(error)"
        }
        guard !Task.isCancelled else { return }
        let before = members[index]
        if reason == nil, !before.isReady || !before.isKnown { await learn(place) }
        change { $0.checked(index, isReady: reason == nil) }
        if let reason, before.isReady {
            logger.warning("upstream is not well", metadata: ["upstream": "\(place)", "reason": "\(reason)"])
        } else if reason == nil, !before.isReady {
            logger.notice("upstream is well again", metadata: ["upstream": "\(place)"])
        }
    }

    /// Takes over how many tokens it holds, if that is less than is known so far: vLLM and SGLang say `max_model_len`, llama-server `meta.n_ctx`.
    private func learn(_ place: UpstreamConfiguration.Place) async {
        do {
            let (status, body) = try await get("/v1/models", at: place)
            guard status == 200, let models = try JSONValue(parsing: body)["data"]?.arrayValue else { return }
            let model = models.first { $0["id"]?.stringValue == configuration.model } ?? models.first
            guard let told = model?["max_model_len"]?.intValue ?? model?["meta"]?["n_ctx"]?.intValue, told > 1 else { return }
            let isNews = contextLength.withLock { known in
                defer { known = min(known ?? told, told) }
                return told < min(known ?? configuration.contextLength, configuration.contextLength)
            }
            guard isNews else { return }
            logger.notice("upstream has a smaller context", metadata: ["upstream": "\(place)", "context-tokens": "\(told)"])
        } catch {
            logger.debug("upstream does not tell its models", metadata: ["upstream": "\(place)", "error": "\(error)"])
        }
    }

    private func get(
        _ path: String, at place: UpstreamConfiguration.Place
    ) async throws(ClientError) -> (status: Int, body: [UInt8]) {
        let fields = [(name: "Accept", value: "*/*")] + configuration.authorization
        let exchange = try await client.send(ClientRequest("GET", place.path + path, fields: fields), to: place.origin)
        return (exchange.status, try await exchange.collect(limit: 1 << 20))
    }
}
