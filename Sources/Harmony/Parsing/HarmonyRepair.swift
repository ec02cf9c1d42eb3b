/// A departure from the Harmony format that the parser mended. The raw value names it in metrics and answers.
package enum HarmonyRepair: String, Sendable, Hashable, CaseIterable {
    // MARK: Messages

    /// Text where a header was due; taken as the answer, or as analysis when another message follows it.
    case missingHeader = "missing_header"
    /// A header without `<|message|>`; what followed the parts it is made of became the content.
    case missingMessageToken = "missing_message_token"
    /// A header without `<|start|>` before it; the assistant goes on.
    case missingStart = "missing_start"
    /// A message without stop token before the next header.
    case missingEnd = "missing_end"
    /// A header that stopped before its content and was given up.
    case abandonedHeader = "abandoned_header"
    /// The tokens ran out inside a header.
    case truncatedHeader = "truncated_header"
    /// `<|endoftext|>` where the message should have ended otherwise.
    case endOfTextAsStop = "end_of_text_as_stop"
    /// A stop token where no message was open.
    case strayStop = "stray_stop"
    /// Text between messages or behind the last that belongs to none; dropped.
    case strayText = "stray_text"

    // MARK: Tokens

    /// A special token that means nothing where it stood; dropped.
    case strayMarker = "stray_marker"
    /// A special token inside content; kept as its text.
    case markerInContent = "marker_in_content"
    /// An id that the vocabulary does not have; U+FFFD in content, dropped elsewhere.
    case unknownToken = "unknown_token"

    // MARK: Author

    /// `<|start|>` again, before a header had begun.
    case repeatedStart = "repeated_start"
    /// The role written again, as in `assistantassistant`.
    case repeatedRole = "repeated_role"
    /// A header that begins without its role; the assistant's.
    case missingRole = "missing_role"
    /// A first word that is neither a role nor a tool; taken as the assistant's header.
    case unknownRole = "unknown_role"

    // MARK: Channel

    /// An assistant's message with neither channel nor recipient; on the final channel.
    case missingChannel = "missing_channel"
    /// A channel's name without `<|channel|>` before it.
    case missingChannelMarker = "missing_channel_marker"
    /// Several channels; the last one that is known counts.
    case repeatedChannel = "repeated_channel"
    /// A known channel's name, misspelt: in capitals or with something stuck to it.
    case misspeltChannel = "misspelt_channel"
    /// A name that is none of the trained channels; kept when it looks like a name.
    case unknownChannel = "unknown_channel"

    // MARK: Recipient

    /// `to=` stuck to what stands before it or apart from what stands behind it.
    case misplacedSpace = "misplaced_space"
    /// Several recipients; the last counts.
    case repeatedRecipient = "repeated_recipient"
    /// An assistant's message addressed to a role or a channel; the recipient is dropped.
    case meaninglessRecipient = "meaningless_recipient"
    /// A tool named without `to=`, or a function without `functions.`.
    case nakedToolName = "naked_tool_name"
    /// A content type stuck to the tool's name, as in `functions.shelljson`.
    case gluedContentType = "glued_content_type"
    /// A function called on another channel than commentary; still a call.
    case callOutsideCommentary = "call_outside_commentary"

    // MARK: Content type and the rest

    /// A tool's name behind `<|constrain|>`; taken as the recipient.
    case toolAsContentType = "tool_as_content_type"
    /// A space behind `<|constrain|>`, nothing behind it, or something stuck to the type.
    case misspeltContentType = "misspelt_content_type"
    /// Several content types; the last counts.
    case repeatedContentType = "repeated_content_type"
    /// Words in the header that are no part of one; dropped.
    case headerText = "header_text"
}
