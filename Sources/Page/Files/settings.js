// The settings of the open conversation and of this browser.

import { readTools } from "./conversation.js";
import { byId } from "./dom.js";
import { apiKey } from "./server.js";
import { language, say, speak } from "./words.js";

/// What a reader who declares no tool yet may begin with.
const exampleTools = `[
  {
    "name": "get_weather",
    "description": "Current weather in a city",
    "parameters": {
      "type": "object",
      "properties": { "city": { "type": "string" } },
      "required": ["city"]
    }
  }
]`;

const fields = { instructions: "instructions", temperature: "temperature", "top-p": "topP", seed: "seed", "max-tokens": "maxTokens", tools: "tools" };

export class Settings {
  /// `changed` is called after each change of the conversation's settings, `keyChanged` when the API key is another.
  constructor(chat, { changed, keyChanged }) {
    this.chat = chat;
    this.dialog = byId("settings");
    for (const id of ["open-settings", "open-tools"]) byId(id).addEventListener("click", () => this.open(id === "open-tools" ? "tools" : null));
    byId("close-settings").addEventListener("click", () => this.dialog.close());
    byId("settings-form").addEventListener("submit", event => { event.preventDefault(); this.dialog.close(); });
    this.dialog.addEventListener("click", event => { if (event.target === this.dialog) this.dialog.close(); });
    for (const [id, name] of Object.entries(fields)) {
      byId(id).addEventListener("input", event => {
        if (id === "tools") this.#checkTools();
        if (!event.target.validity.valid) return;
        chat.set({ [name]: event.target.value });
        changed();
      });
    }
    byId("records").addEventListener("change", event => chat.set({ records: event.target.checked }));
    byId("tools-example").addEventListener("click", () => {
      byId("tools").value = exampleTools;
      byId("tools").dispatchEvent(new Event("input"));
    });
    const setKey = () => { apiKey.set(byId("api-key").value, byId("keep-key").checked); keyChanged(); };
    byId("api-key").addEventListener("change", setKey);
    byId("keep-key").addEventListener("change", setKey);
    byId("theme").addEventListener("change", event => chooseTheme(event.target.value));
    byId("language").addEventListener("change", event => speak(event.target.value));
  }

  open(at = null) {
    const { settings } = this.chat.current;
    for (const [id, name] of Object.entries(fields)) byId(id).value = settings[name];
    byId("records").checked = settings.records;
    byId("api-key").value = apiKey.value;
    byId("keep-key").checked = apiKey.isKept;
    byId("theme").value = localStorage.getItem("chorale.theme") ?? "system";
    byId("language").value = language;
    this.#checkTools();
    this.dialog.showModal();
    if (at) byId(at).focus();
  }

  #checkTools() {
    const field = byId("tools");
    let message = "";
    try {
      const tools = readTools(field.value);
      if (tools.length > 0) message = say("toolsDeclared", { names: tools.map(tool => tool.function.name).join(", ") });
      field.setCustomValidity("");
    } catch (error) {
      message = say("toolsRefused") + (error.message === "name" ? "" : ` (${error.message})`);
      field.setCustomValidity(message);
    }
    byId("tools-state").textContent = message;
    byId("tools-state").classList.toggle("bad", !field.validity.valid);
  }
}

function chooseTheme(theme) {
  localStorage.setItem("chorale.theme", theme);
  applyTheme();
}

export function applyTheme() {
  const theme = localStorage.getItem("chorale.theme");
  document.documentElement.dataset.theme = theme === "light" || theme === "dark" ? theme : "system";
}
