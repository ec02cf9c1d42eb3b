/// A file of the web page, as it lies in `Files` and in this program.
///
/// They are a target of their own because the compiler takes long over their bytes: only a change of the page makes it do so again.
package struct PageFile: Sendable {
    /// Without a folder: `main.js`.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]

    /// What a browser asks for; it loads the others, by paths relative to its own.
    package static let index = PageFile("index.html", PackageResources.index_html)

    package static let parts: [PageFile] = [
        PageFile("about.js", PackageResources.about_js),
        PageFile("answer.js", PackageResources.answer_js),
        PageFile("asking.js", PackageResources.asking_js),
        PageFile("chat.js", PackageResources.chat_js),
        PageFile("clipboard.js", PackageResources.clipboard_js),
        PageFile("composer.js", PackageResources.composer_js),
        PageFile("conversation.js", PackageResources.conversation_js),
        PageFile("dom.js", PackageResources.dom_js),
        PageFile("efforts.js", PackageResources.efforts_js),
        PageFile("event-list.js", PackageResources.event_list_js),
        PageFile("experts.js", PackageResources.experts_js),
        PageFile("growing-text.js", PackageResources.growing_text_js),
        PageFile("highlight.js", PackageResources.highlight_js),
        PageFile("icon.svg", PackageResources.icon_svg),
        PageFile("large-chunk-worker.js", PackageResources.large_chunk_worker_js),
        PageFile("large-chunk.js", PackageResources.large_chunk_js),
        PageFile("lens-builder.js", PackageResources.lens_builder_js),
        PageFile("lens-tokens.js", PackageResources.lens_tokens_js),
        PageFile("lens-user.js", PackageResources.lens_user_js),
        PageFile("main.js", PackageResources.main_js),
        PageFile("markdown-inline.js", PackageResources.markdown_inline_js),
        PageFile("markdown.js", PackageResources.markdown_js),
        PageFile("model-choice.js", PackageResources.model_choice_js),
        PageFile("notes.js", PackageResources.notes_js),
        PageFile("rendering.js", PackageResources.rendering_js),
        PageFile("scripts.js", PackageResources.scripts_js),
        PageFile("server.js", PackageResources.server_js),
        PageFile("settings.js", PackageResources.settings_js),
        PageFile("sidebar.js", PackageResources.sidebar_js),
        PageFile("storage.js", PackageResources.storage_js),
        PageFile("stream.js", PackageResources.stream_js),
        PageFile("style-chat.css", PackageResources.style_chat_css),
        PageFile("style-lenses.css", PackageResources.style_lenses_css),
        PageFile("style-panels.css", PackageResources.style_panels_css),
        PageFile("style-text.css", PackageResources.style_text_css),
        PageFile("style.css", PackageResources.style_css),
        PageFile("thread.js", PackageResources.thread_js),
        PageFile("token-bands.js", PackageResources.token_bands_js),
        PageFile("token-bytes.js", PackageResources.token_bytes_js),
        PageFile("token-columns.js", PackageResources.token_columns_js),
        PageFile("token-flow.js", PackageResources.token_flow_js),
        PageFile("token-inspector.js", PackageResources.token_inspector_js),
        PageFile("tokenizer.js", PackageResources.tokenizer_js),
        PageFile("tool-card.js", PackageResources.tool_card_js),
        PageFile("words-en.js", PackageResources.words_en_js),
        PageFile("words-ko.js", PackageResources.words_ko_js),
        PageFile("words.js", PackageResources.words_js),
    ]

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        contentType =
            if name.hasSuffix(".html") {
                "text/html; charset=utf-8"
            } else if name.hasSuffix(".css") {
                "text/css; charset=utf-8"
            } else if name.hasSuffix(".svg") {
                "image/svg+xml"
            } else {
                "text/javascript; charset=utf-8"
            }
    }
}
