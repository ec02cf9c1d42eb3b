// Asks the server for one answer and follows its stream: what came is kept, however it ends.

import { newAnswer, takeChunk, takeComment, takeHeaders } from "./answer.js";
import { requestFor } from "./conversation.js";
import { readLargeChunk } from "./large-chunk.js";
import { ServerError, ask } from "./server.js";
import { readEvents } from "./stream.js";

/// Characters from which on a chunk is read beside the page.
const largeLength = 200_000;

/// The raw events of the answers of this page, by the answer's id: [{ time in milliseconds since the request, text }].
export const recordings = new Map();

/// Appends an answer to the conversation and resolves once it has ended. `changed` is called whenever there is more of it.
export async function askFor(conversation, model, signal, changed) {
  const answer = newAnswer(conversation.settings.effort);
  const record = [];
  recordings.set(answer.id, record);
  const large = [];
  let ended = false;
  const receive = event => {
    const now = performance.now();
    record.push({ time: now - answer.times.start, text: event.comment === undefined ? event.data : ": " + event.comment });
    if (event.comment !== undefined) takeComment(answer, event.comment);
    else if (event.data === "[DONE]") ended = true;
    else if (event.data.length > largeLength) large.push(readLargeChunk(event.data).then(chunk => takeChunk(answer, chunk, now)));
    else takeChunk(answer, JSON.parse(event.data), now);
  };
  try {
    answer.request = requestFor(conversation, model);
    conversation.turns.push(answer);
    answer.times.start = performance.now();
    changed(answer);
    const response = await ask("v1/chat/completions", { body: answer.request, signal });
    takeHeaders(answer, response.headers);
    await readEvents(response, receive, () => changed(answer));
    await Promise.all(large);
    if (!ended && !answer.error) throw new ServerError("lost", "");
    if (!answer.error) answer.status = "done";
  } catch (error) {
    fail(answer, error, signal);
  }
  answer.progress = null;
  changed(answer);
  return answer;
}

function fail(answer, error, signal) {
  if (signal.aborted) {
    answer.status = "stopped";
  } else if (error instanceof ServerError && error.kind !== "lost") {
    const { kind, message, status, retryAfter, requestID } = error;
    answer.status = "failed";
    answer.error = { kind, message, status, retryAfter };
    answer.facts.requestID ??= requestID;
  } else {
    // A stream that breaks off rejects with a TypeError of the browser's own words.
    answer.status = "lost";
    answer.error = { kind: "lost", message: "" };
  }
}
