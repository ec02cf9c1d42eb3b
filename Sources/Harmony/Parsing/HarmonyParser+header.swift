import Tokenization

extension HarmonyParser {
    /// A header that is being read.
    struct Header: Sendable {
        /// The role that is known without the header.
        var role: Role?
        var assembly = HeaderAssembly()
        /// What was mended so far; told when the message begins.
        var repairs: [HarmonyRepair] = []

        /// Headers are shorter. Beyond it, text that is no part of a header makes the whole a message without header.
        static let plausibleBytes = 256
        /// Beyond it, any header is given up.
        static let maximumBytes = 1024

        mutating func note(_ repair: HarmonyRepair) {
            if !repairs.contains(repair) { repairs.append(repair) }
        }
    }

    mutating func push(_ token: Int32, header: Header) {
        var header = header
        switch vocabulary.specialToken(token) {
        case .message:
            close(&header, .messageToken)
            return
        case .end:
            close(&header, .stop(.end))
            return
        case .return:
            close(&header, .stop(.return))
            return
        case .call:
            close(&header, .stop(.call))
            return
        case .start:
            if header.assembly.isEmpty {
                note(.repeatedStart)
            } else {
                close(&header, .stop(.nextHeader))
            }
            state = .header(Header())
            return
        case .endOfText:
            if !read(header, .stop(.return)).text.isEmpty {
                note(.endOfTextAsStop)
                close(&header, .stop(.return))
                return
            }
            header.note(.strayMarker)
        case .channel:
            header.assembly.begin(.channel)
        case .constrain:
            header.assembly.begin(.constrain)
        case nil:
            if let bytes = textBytes(of: token) {
                header.assembly.append(bytes)
                if closeIfTooLong(&header) { return }
            } else {
                header.note(vocabulary.tokenizer.name(ofSpecial: token) == nil ? .unknownToken : .strayMarker)
            }
        }
        state = .header(header)
    }

    private func read(_ header: Header, _ closing: HeaderReader.Closing) -> HeaderReader {
        HeaderReader(header.assembly, role: header.role, tools: tools, closing: closing)
    }

    private mutating func closeIfTooLong(_ header: inout Header) -> Bool {
        guard header.assembly.byteCount > Header.plausibleBytes else { return false }
        let isHopeless = header.assembly.byteCount > Header.maximumBytes
        guard isHopeless || !read(header, .overflow).text.isEmpty else { return false }
        close(&header, .overflow)
        return true
    }

    /// Ends the header: begins its message, or makes one of what it has, or gives it up.
    mutating func close(_ header: inout Header, _ closing: HeaderReader.Closing) {
        // An overflowing header's last character may be incomplete; the content goes on with it.
        if closing != .overflow { header.assembly.finish() }
        let reader = read(header, closing)
        reader.repairs.forEach { header.note($0) }
        switch closing {
        case .messageToken:
            open(reader, header.repairs)
        case .overflow:
            open(reader, header.repairs, text: reader.text, decoder: header.assembly.decoder)
        case .stop(let end):
            closeWithoutMessage(reader, header, end)
        case .endOfStream:
            if !reader.text.isEmpty {
                closeWithoutMessage(reader, header, .endOfStream)
            } else if !header.assembly.isEmpty || header.role == nil {
                note(.truncatedHeader)
            }
        }
    }

    /// Begins a message whose content follows.
    private mutating func open(
        _ reader: HeaderReader, _ repairs: [HarmonyRepair], text: String = "", decoder: UTF8Decoder = UTF8Decoder()
    ) {
        let header = reader.header()
        start(header, reader, repairs)
        if !text.isEmpty { events.append(.contentDelta(text)) }
        state = .content(Content(header: header, decoder: decoder, isEmpty: reader.hasMessageToken))
    }

    private mutating func start(_ header: MessageHeader, _ reader: HeaderReader, _ repairs: [HarmonyRepair]) {
        repairs.forEach { note($0) }
        if !reader.hasMessageToken {
            note(reader.namesChannelOrRecipient ? .missingMessageToken : .missingHeader)
        } else if header.channel != reader.channel {
            note(.missingChannel)
        }
        if header.callsFunction, let channel = header.channel, channel != Channel.commentary {
            note(.callOutsideCommentary)
        }
        events.append(.messageStarted(header))
    }

    /// A stop token, `<|start|>` or the end came before `<|message|>`.
    private mutating func closeWithoutMessage(_ reader: HeaderReader, _ header: Header, _ end: MessageEnd) {
        let isHeaderless = !reader.namesChannelOrRecipient && (reader.author?.role ?? .assistant) == .assistant
        if reader.text.isEmpty, isHeaderless || end == .nextHeader {
            header.repairs.forEach { note($0) }
            note(header.assembly.isEmpty ? .strayStop : .abandonedHeader)
            state = .between(Gap(turnIsOver: end.endsTurn))
        } else if isHeaderless, end == .end {
            header.repairs.forEach { note($0) }
            state = .between(Gap(heldText: reader.text))
        } else {
            let channel = end == .nextHeader ? Channel.analysis : Channel.final
            let message = reader.header(defaultChannel: channel)
            start(message, reader, header.repairs)
            if !reader.text.isEmpty { events.append(.contentDelta(reader.text)) }
            finish(message, end)
        }
    }
}
