"""Writes Conversations/NAME.txt: what openai-harmony renders for Conversations/NAME.json, all analysis kept, the assistant next.

    pip install openai-harmony && python make_conversations.py

response_formats.txt is not made: the library has no field for response formats, so that text is written by hand.
"""

from pathlib import Path

from openai_harmony import (
    Conversation,
    HarmonyEncodingName,
    RenderConversationConfig,
    Role,
    load_harmony_encoding,
)
import json

encoding = load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)
for path in sorted((Path(__file__).parent / "Conversations").glob("*.json")):
    if path.stem == "response_formats":
        continue
    # The library's own reader, since the Python classes fill fields in.
    tokens = encoding._inner.render_conversation_for_completion(
        json.dumps(json.loads(path.read_text())), Role.ASSISTANT.value, config={"auto_drop_analysis": False}
    )
    path.with_suffix(".txt").write_text(encoding.decode_utf8(tokens))
    print(path.stem, len(tokens))
