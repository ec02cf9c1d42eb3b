// One answer of the model, as it grows out of the chunks of a chat completion stream.
//
//   status     waiting, running, done, stopped (by its reader), lost (the connection), failed (the server said so)
//   progress   { queued } or { read, of } before the first token
//   tokens     [{ id, text, bytes, logprob, top: [{ text, logprob }], channel }], where they are recorded
//   routing    { layers, experts, perToken, chosen: Uint8Array }, perToken expert numbers a layer, layer by layer, token by token
//   times      { start, first, answered, last }: `answered` when the text began; in milliseconds, of the clock of performance.now()

import { newID } from "./conversation.js";
import { unpackTokens } from "./token-columns.js";

export function newAnswer(effort) {
  return {
    kind: "answer", id: newID(), status: "waiting", effort, reasoning: "", text: "", calls: [], finish: null, error: null,
    progress: null, usage: null, facts: {}, request: null, tokens: [], promptTokens: null, routing: null, times: { start: 0, first: 0, answered: 0, last: 0 },
  };
}

/// What the head of the response says.
export function takeHeaders(answer, headers) {
  const get = name => headers.get(name) ?? undefined;
  answer.facts = {
    requestID: get("x-request-id"), effort: get("chorale-reasoning-effort"), reason: get("chorale-reasoning-effort-reason"),
    warning: get("chorale-warning"), repairs: get("chorale-repairs"),
  };
}

/// A comment of the stream tells how far a request is that has no token yet.
export function takeComment(answer, comment) {
  const [, name, rest] = comment.match(/^(\w+) ?(.*)$/) ?? [];
  if (name === "queued") answer.progress = { queued: Number(rest.match(/\d+/)?.[0] ?? 0) };
  if (name === "prefill") {
    const [read, of] = rest.split("/").map(Number);
    answer.progress = { read, of };
  }
  if (name === "repairs") answer.facts.repairs = rest;
}

export function takeChunk(answer, chunk, now) {
  if (chunk.error) {
    answer.error = { kind: "server", message: chunk.error.message };
    answer.status = "failed";
    return;
  }
  if (chunk.usage) answer.usage = chunk.usage;
  if (chunk.system_fingerprint) answer.facts.fingerprint = chunk.system_fingerprint;
  if (chunk.model) answer.facts.model = chunk.model;
  if (chunk.prompt_token_ids) answer.promptTokens = chunk.prompt_token_ids;
  const choice = chunk.choices?.[0];
  if (!choice) return;
  const { delta = {} } = choice;
  const reasoning = delta.reasoning ?? delta.reasoning_content;
  if (reasoning) answer.reasoning += reasoning;
  if (delta.content) {
    answer.text += delta.content;
    answer.times.answered ||= now;
  }
  for (const call of delta.tool_calls ?? []) takeCall(answer, call);
  if (reasoning || delta.content || delta.tool_calls || choice.token_ids?.length > 0) {
    answer.status = "running";
    answer.times.first ||= now;
    answer.times.last = now;
  }
  if (choice.token_ids) takeTokens(answer, choice);
  if (choice.harmony) answer.tokens = tokensOf(choice.harmony);
  if (choice.columns) answer.tokens = unpackTokens(choice.columns);
  if (choice.routing) answer.routing = packRouting(choice.routing);
  if (choice.finish_reason) answer.finish = choice.finish_reason;
}

function takeCall(answer, { index, id, function: part = {} }) {
  const call = (answer.calls[index] ??= { id, name: "", arguments: "" });
  if (id) call.id = id;
  if (part.name) call.name += part.name;
  if (part.arguments) call.arguments += part.arguments;
}

/// While it streams: the last ids of a chunk are those of its text. What is guessed here, the end of the stream corrects.
function takeTokens(answer, { token_ids: ids, logprobs }) {
  const channel = logprobs?.reasoning_content?.length > 0 ? "analysis" : logprobs?.content?.length > 0 ? "final" : "commentary";
  const entries = [...(logprobs?.reasoning_content ?? []), ...(logprobs?.content ?? [])];
  ids.forEach((id, index) => {
    const entry = entries[index - (ids.length - entries.length)];
    answer.tokens.push(entry ? tokenOf(id, entry, channel) : { id, text: null, channel });
  });
}

const tokenOf = (id, entry, channel) => ({
  id, channel, text: entry.token, logprob: entry.logprob,
  // Bytes say more than the text only where they are a part of a character.
  ...(entry.token?.includes("\uFFFD") ? { bytes: entry.bytes } : {}),
  top: (entry.top_logprobs ?? []).map(({ token, logprob }) => ({ text: token, logprob })),
});

/// The messages that the model wrote, each token with its probability.
export const tokensOf = messages => messages.flatMap(message =>
  message.token_ids.map((id, index) => tokenOf(id, message.logprobs?.[index] ?? { token: null }, message.channel ?? null)));

export function packRouting(routing) {
  const { layers, experts, experts_per_token: perToken, chosen } = routing;
  if (chosen instanceof Uint8Array) return routing;
  const packed = new Uint8Array(chosen.length * layers * perToken).fill(255);
  chosen.forEach((token, index) => token?.forEach((layer, row) => packed.set(layer, (index * layers + row) * perToken)));
  return { layers, experts, perToken, chosen: packed };
}

/// The experts of one token, a list for each layer; null where the model never read it.
export function expertsOf(routing, index) {
  const { layers, perToken, chosen } = routing;
  const start = index * layers * perToken;
  if (start + layers * perToken > chosen.length || chosen[start] === 255) return null;
  return Array.from({ length: layers }, (_, layer) => Array.from(chosen.subarray(start + layer * perToken, start + (layer + 1) * perToken)));
}

/// Tokens a second between the first and the last.
export function speedOf(answer) {
  const tokens = answer.usage?.completion_tokens ?? answer.tokens.length;
  const span = answer.times.last - answer.times.first;
  return tokens > 1 && span > 0 ? ((tokens - 1) * 1000) / span : null;
}
