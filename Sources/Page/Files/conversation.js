// A conversation: turns of a person and of the model, one behind the other, and the settings that it is held with.
//
//   { kind: "user", id, text }
//   { kind: "answer", id, status, reasoning, text, calls: [{ id, name, arguments, result }], … }   (see answer.js)

export const efforts = ["low", "medium", "high", "auto"];

export const standardSettings = {
  effort: "medium", instructions: "", temperature: "", topP: "", seed: "", maxTokens: "", tools: "", records: true,
};

export const newID = () => Array.from(crypto.getRandomValues(new Uint8Array(9)), byte => byte.toString(36).padStart(2, "0")).join("");

export function newConversation(settings) {
  const now = Date.now();
  return { id: newID(), title: "", created: now, changed: now, settings: { ...standardSettings, ...settings }, turns: [] };
}

/// What the list calls it: its own name, else how it begins.
export function titleOf(conversation) {
  if (conversation.title) return conversation.title;
  const first = conversation.turns.find(turn => turn.kind === "user")?.text.trim().replace(/\s+/g, " ") ?? "";
  return first.length > 60 ? first.slice(0, 59).trimEnd() + "…" : first;
}

/// Calls of the last turn that wait for their results.
export const openCalls = conversation => {
  const last = conversation.turns.at(-1);
  return last?.kind === "answer" && last.status === "done" ? last.calls.filter(call => call.result === undefined) : [];
};

/// The declared tools, from a list of functions in either of the API's forms, or of bare functions.
export function readTools(text) {
  if (text.trim() === "") return [];
  const list = [JSON.parse(text)].flat();
  return list.map(tool => {
    const definition = tool.function ?? tool;
    if (typeof definition?.name !== "string") throw new SyntaxError("name");
    const { name, description, parameters, strict } = definition;
    return { type: "function", function: { name, description, parameters, strict } };
  });
}

/// The messages of a chat completion request. Answers that were cut off count as far as they came.
export function messagesOf({ turns, settings }, upTo = turns.length) {
  const messages = [];
  if (settings.instructions.trim()) messages.push({ role: "developer", content: settings.instructions });
  for (const turn of turns.slice(0, upTo)) {
    if (turn.kind === "user") {
      messages.push({ role: "user", content: turn.text });
      continue;
    }
    const calls = turn.calls.filter(call => call.result !== undefined);
    if (!turn.text && calls.length === 0) continue;
    const message = { role: "assistant", content: turn.text || null };
    if (turn.reasoning) message.reasoning = turn.reasoning;
    if (calls.length > 0) {
      message.tool_calls = calls.map(({ id, name, arguments: text }) => ({ id, type: "function", function: { name, arguments: text } }));
    }
    messages.push(message);
    for (const call of calls) messages.push({ role: "tool", tool_call_id: call.id, content: call.result });
  }
  return messages;
}

/// The request that asks for the turn behind the first `upTo` turns.
export function requestFor(conversation, model, upTo) {
  const { settings } = conversation;
  const request = { model, messages: messagesOf(conversation, upTo), reasoning_effort: settings.effort, stream: true, stream_options: { include_usage: true } };
  const numbers = { temperature: settings.temperature, top_p: settings.topP, seed: settings.seed, max_completion_tokens: settings.maxTokens };
  for (const [name, value] of Object.entries(numbers)) if (value !== "") request[name] = Number(value);
  const tools = readTools(settings.tools);
  if (tools.length > 0) request.tools = tools;
  if (settings.records) Object.assign(request, { logprobs: true, top_logprobs: 5, return_token_ids: true, include: ["harmony", "routing"] });
  return request;
}
