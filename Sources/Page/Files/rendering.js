// What the model reads: the server's own rendering of a conversation to Harmony, token by token.

import { messagesOf, readTools } from "./conversation.js";
import { askJSON } from "./server.js";

/// What each id says, as far as it was ever seen: while an answer streams, its headers come as bare ids.
export const pieces = new Map();

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/// The messages of a conversation: `[{ role, name, channel, recipient, tokens: [{ id, text, bytes, loss }], text }]`.
///
/// - `purpose`: `inference`, as the next answer reads it, or `training`, as it would be learnt from; that keeps every analysis.
export async function renderConversation({ turns, settings }, model, purpose) {
  let tools = [];
  try {
    tools = readTools(settings.tools);
  } catch {
    // The chat says what is wrong with them.
  }
  const messages = messagesOf({ turns, settings });
  if (!messages.some(message => message.role === "user")) messages.push({ role: "user", content: "…" });
  const body = {
    model: model ?? undefined, messages, purpose, analysis: purpose === "training" ? "all" : "published",
    reasoning_effort: settings.effort === "auto" ? "medium" : settings.effort, tools: tools.length > 0 ? tools : undefined,
  };
  return readRendering(await askJSON("v1/harmony/render", { body }));
}

function readRendering({ text, token_ids: ids, messages, tokens: columns }) {
  const bytes = encoder.encode(text);
  const part = (from, to) => {
    const last = to - 1;
    return bytes.subarray(columns.byte_offset[from], columns.byte_offset[last] + columns.byte_length[last]);
  };
  return messages.map(({ start, end, ...head }) => ({
    ...head,
    text: decoder.decode(part(start, end)),
    tokens: ids.slice(start, end).map((id, index) => {
      const piece = part(start + index, start + index + 1);
      const said = decoder.decode(piece);
      pieces.set(id, said);
      return { id, text: said, loss: columns.loss_mask[start + index] === 1, ...(said.includes("\uFFFD") ? { bytes: Array.from(piece) } : {}) };
    }),
  }));
}

/// Harmony's own tokens, such as <|channel|>.
export const isSpecial = text => /^<\|[a-z_0-9]+\|>$/.test(text ?? "");
