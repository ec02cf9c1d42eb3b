// Requests to the server that this page came from, below whatever path a proxy has put it.

export const root = location.origin + location.pathname.replace(/[^/]*$/, "");

let key = sessionStorage.getItem("chorale.key") ?? localStorage.getItem("chorale.key") ?? "";

/// The API key stays in this tab, unless its owner wants it kept.
export const apiKey = {
  get value() { return key; },
  get isKept() { return localStorage.getItem("chorale.key") !== null; },
  set(value, keep) {
    key = value.trim();
    sessionStorage.removeItem("chorale.key");
    localStorage.removeItem("chorale.key");
    if (key) (keep ? localStorage : sessionStorage).setItem("chorale.key", key);
  },
};

/// Why there is no answer. Kinds: `key` (401, 403), `busy` (429, 503), `refused` (other 4xx), `server` (5xx), `lost` (no connection).
export class ServerError extends Error {
  constructor(kind, message, more = {}) {
    super(message);
    Object.assign(this, { kind, ...more });
  }

  static async from(response) {
    let message = `${response.status} ${response.statusText}`.trim();
    let code = null;
    try {
      const { error } = await response.json();
      message = error.message ?? message;
      code = error.code ?? null;
    } catch {
      // A proxy's own page says nothing that helps.
    }
    const { status, headers } = response;
    const kind = status === 401 || status === 403 ? "key" : status === 429 || status === 503 ? "busy" : status < 500 ? "refused" : "server";
    const wait = Number(headers.get("retry-after-ms")) / 1000 || Number(headers.get("retry-after")) || null;
    return new ServerError(kind, message, { status, code, retryAfter: wait, requestID: headers.get("x-request-id") });
  }
}

/// The response to a request, once its status is good. A body is sent as JSON.
export async function ask(path, { body, signal, method = body === undefined ? "GET" : "POST" } = {}) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers.Authorization = `Bearer ${key}`;
  let response;
  try {
    response = await fetch(root + path, { method, headers, signal, cache: "no-store", body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerError("lost", error.message);
  }
  if (!response.ok) throw await ServerError.from(response);
  return response;
}

export const askJSON = async (path, options) => (await ask(path, options)).json();

/// The served models; the first is the one that is asked.
export async function models() {
  const { data } = await askJSON("v1/models");
  return data.map(model => model.id);
}
