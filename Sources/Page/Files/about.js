// What this server is, and how other programs use it.

import { copyButton } from "./clipboard.js";
import { byId, h, fill } from "./dom.js";
import { root } from "./server.js";
import { say } from "./words.js";

const question = "What is 347 + 288?";

/// As JSON within single quotes of a shell.
export const quoted = value => JSON.stringify(value).replaceAll("'", "'\\''");

export const curlHeaders = asksForKey =>
  (asksForKey ? '-H "Authorization: Bearer $OPENAI_API_KEY" ' : "") + "-H 'Content-Type: application/json'";

const examples = {
  curl: ({ model, asksForKey }) => `curl ${root}v1/chat/completions \\
  ${curlHeaders(asksForKey)} \\
  -d '{
    "model": ${quoted(model)},
    "messages": [{"role": "user", "content": ${quoted(question)}}],
    "temperature": 0
  }'`,
  stream: ({ model, asksForKey }) => `curl -N ${root}v1/responses \\
  ${curlHeaders(asksForKey)} \\
  -d '{
    "model": ${quoted(model)},
    "input": ${quoted(question)},
    "temperature": 0,
    "stream": true
  }'`,
  python: ({ model, asksForKey }) => `from openai import OpenAI

client = OpenAI(base_url=${JSON.stringify(root + "v1")}${asksForKey ? "" : ', api_key="none"'})
completion = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": ${JSON.stringify(question)}}],
    temperature=0,
)
print(completion.choices[0].message.content)`,
};

/// `facts` has `model` and `asksForKey`.
export function showExamples(facts) {
  const known = { model: facts.model ?? "MODEL", asksForKey: facts.asksForKey };
  byId("address").textContent = root + "v1";
  byId("model").textContent = known.model;
  fill(byId("copy-address"), copyButton(() => root + "v1"));
  fill(byId("copy-model"), copyButton(() => known.model));
  fill(byId("examples"), Object.entries(examples).map(([name, write]) => {
    const text = write(known);
    return h("section.card", { "aria-label": say(`example.${name}`) },
      h("div.card-bar", {}, h("h2", {}, say(`example.${name}`)), copyButton(() => text)), h("pre", { tabindex: "0", id: `example-${name}` }, text));
  }));
  for (const link of document.querySelectorAll("[data-path]")) link.href = root + link.dataset.path;
}

const figures = ["running", "waiting", "tokens_in_use", "tokens_cached"];

/// Asks the server how it is, and tells it at the top of the page and here.
export async function showHealth() {
  const state = byId("state");
  const tell = (text, kind) => {
    // Only what changes is read aloud.
    if (state.textContent !== text) state.textContent = text;
    state.className = `state ${kind}`;
  };
  try {
    const response = await fetch(root + "health", { cache: "no-store" });
    const health = await response.json();
    for (const name of figures) byId(name).textContent = Number.isFinite(health[name]) ? health[name].toLocaleString("en") : "–";
    byId("version").textContent = health.version ? `Chorale ${health.version}` : "";
    if (health.status !== "ok") tell(health.status ?? String(response.status), "bad");
    else if (health.waiting > 0) tell(say("state.waiting", { count: health.waiting }), "busy");
    else tell(say(health.running > 0 ? "state.answering" : "state.ready"), "good");
  } catch {
    tell(say("state.away"), "bad");
  }
}
