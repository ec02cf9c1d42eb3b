// Server-sent events over fetch (WHATWG HTML §9.2.6), which EventSource cannot do for a POST.

/// Splits text that comes in any pieces into events: `{ event, data }`, and `{ comment }` for the lines that begin with a colon.
export class EventParser {
  #rest = "";
  #event = "";
  #data = [];

  constructor(receive) {
    this.receive = receive;
  }

  push(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    for (const line of lines) this.#take(line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  #take(line) {
    if (line === "") {
      if (this.#data.length > 0) this.receive({ event: this.#event, data: this.#data.join("\n") });
      this.#event = "";
      this.#data = [];
    } else if (line.startsWith(":")) {
      this.receive({ comment: line.slice(1).trim() });
    } else {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") this.#data.push(value);
      else if (field === "event") this.#event = value;
    }
  }
}

/// Reads a response to its end. `receive` gets each event, `arrived` is called after each piece from the network.
export async function readEvents(response, receive, arrived) {
  const parser = new EventParser(receive);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.push(value);
    arrived();
  }
}
