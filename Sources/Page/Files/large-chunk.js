// The last chunk of a long recorded answer is of several megabytes. A worker reads it, so that the page goes on meanwhile.

/// The chunk that `text` is, with its tokens in columns (token-columns.js) and its routing packed (answer.js).
export function readLargeChunk(text) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./large-chunk-worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("no worker"));
    };
    worker.postMessage(text);
  }).catch(() => JSON.parse(text));
}
