// The conversation as bands of tokens: what would be learnt from it, laid over with what was measured when it was generated.

/// Bands: `[{ role, channel, recipient, tokens, isGenerated, differs }]`. Tokens of answers have `logprob`, `top`, and where they stand in
/// their answer: `answer` and `at`.
export function bandsOf(rendered, turns) {
  const bands = rendered.map(({ tokens, ...head }) => ({ ...head, tokens: tokens.map(token => ({ ...token })), isGenerated: false, differs: false }));
  const waiting = bands.filter(band => band.role === "assistant");
  for (const answer of turns) {
    if (answer.kind !== "answer" || answer.tokens.length === 0) continue;
    for (const message of messagesWithin(answer)) {
      const place = waiting.findIndex((band, index) => index < 4 && isAlike(message, band));
      if (place < 0) continue;
      const [band] = waiting.splice(0, place + 1).slice(-1);
      lay(message.tokens, band);
    }
  }
  return bands;
}

/// A message of an answer may be missing in the rendering, and then the next of its channel is another.
function isAlike({ channel, tokens }, band) {
  if (channel && band.channel && channel !== band.channel) return false;
  const left = new Map();
  for (const { id } of band.tokens) left.set(id, (left.get(id) ?? 0) + 1);
  let common = 0;
  for (const { id } of tokens) {
    const count = left.get(id) ?? 0;
    if (count > 0) {
      common += 1;
      left.set(id, count - 1);
    }
  }
  return common >= 0.8 * Math.min(tokens.length, band.tokens.length - 2);
}

/// What an answer wrote, cut where it began a message.
export function messagesWithin(answer) {
  const messages = [];
  answer.tokens.forEach((token, at) => {
    if (messages.length === 0 || token.text === "<|start|>") messages.push({ channel: null, tokens: [] });
    const message = messages.at(-1);
    message.channel ??= token.channel;
    message.tokens.push({ ...token, answer, at });
  });
  return messages;
}

/// Both sides are walked in step; where they differ, up to eight tokens are passed over to meet again.
function lay(written, band) {
  band.isGenerated = true;
  let from = 0;
  let at = 0;
  let missed = 0;
  while (from < written.length && at < band.tokens.length) {
    if (written[from].id === band.tokens[at].id) {
      const { logprob, top, answer, at: place } = written[from];
      Object.assign(band.tokens[at], { logprob, top, answer, at: place });
      from += 1;
      at += 1;
      continue;
    }
    const [skipWritten, skipBand] = nextMeeting(written, from, band.tokens, at);
    // The model does not write <|start|>assistant before its first message, and a message of the history ends with <|end|> in place of <|return|>.
    if (!(at < 2 && skipWritten === 0) && !(at === band.tokens.length - 1)) missed += 1;
    from += skipWritten;
    at += skipBand;
  }
  band.differs = missed > 0;
}

function nextMeeting(written, from, tokens, at) {
  for (let distance = 1; distance <= 8; distance += 1) {
    for (let skip = 0; skip <= distance; skip += 1) {
      const one = written[from + skip];
      const other = tokens[at + distance - skip];
      if (one && other && one.id === other.id) return [skip, distance - skip];
    }
  }
  return [1, 1];
}
