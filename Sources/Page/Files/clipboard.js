import { h, icon } from "./dom.js";
import { say } from "./words.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS browsers have no clipboard, but for localhost.
    const field = h("textarea.offscreen", { "aria-hidden": "true", value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

/// A button that copies what `text` returns when it is pressed, and says so.
export function copyButton(text, label = say("copy")) {
  const words = h("span", {}, label);
  const button = h("button.copy", {
    type: "button",
    onclick: async () => {
      await copy(text());
      words.textContent = say("copied");
      setTimeout(() => { words.textContent = label; }, 1500);
    },
  }, icon("copy"), words);
  return button;
}
