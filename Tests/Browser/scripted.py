"""A server that answers as it is told to: the page's own files, and streams, refusals and broken connections by script."""

import http.server
import json
import pathlib
import socket
import threading
import time

FILES = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Page" / "Files"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class ScriptedServer:
    """Context manager. `answer` is a function (handler, body) that answers the next chat completions."""

    def __init__(self, policy):
        self.policy = policy
        self.answer = None
        self.requests = []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                owner.get(self)

            def do_POST(self):
                owner.post(self)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def get(self, handler):
        path = handler.path.partition("?")[0]
        file = FILES / ("index.html" if path == "/" else path.removeprefix("/page/"))
        if path == "/" or (path.startswith("/page/") and file.is_file()):
            headers = {"Content-Type": TYPES[file.suffix], "Content-Security-Policy": self.policy}
            reply(handler, 200, file.read_bytes(), headers)
        elif path == "/v1/models":
            reply(handler, 200, {"object": "list", "data": [{"id": "scripted", "object": "model", "created": 0, "owned_by": "test"}]})
        elif path == "/health":
            reply(handler, 200, {"status": "ok", "running": 0, "waiting": 0})
        else:
            refuse(handler, 404, "not_found_error", "nothing")

    def post(self, handler):
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        if handler.path != "/v1/chat/completions":
            refuse(handler, 404, "not_found_error", "nothing")
            return
        self.requests.append((dict(handler.headers), body))
        try:
            self.answer(handler, body)
        except (BrokenPipeError, ConnectionResetError):
            pass


def reply(handler, status, body, headers=()):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in ({"Content-Type": "application/json"} | dict(headers)).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def refuse(handler, status, kind, message, headers=()):
    reply(handler, status, {"error": {"message": message, "type": kind, "param": None, "code": None}}, headers)


def begin_stream(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True


def send(handler, event):
    data = event if isinstance(event, str) else "data: " + json.dumps(event, ensure_ascii=False)
    handler.wfile.write(f"{data}\n\n".encode())


def chunk(finish=None, tokens=(), **delta):
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "token_ids": [token for token, _ in tokens]}
    if tokens:
        place = "reasoning_content" if "reasoning" in delta else "content"
        choice["logprobs"] = {place: [
            {"token": text, "logprob": -0.1, "bytes": list(text.encode()), "top_logprobs": [{"token": text, "logprob": -0.1}, {"token": "x", "logprob": -3}]}
            for _, text in tokens]}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}


def end_stream(handler, reason="stop", **more):
    last = chunk(finish=reason)
    last["choices"][0] |= more
    send(handler, last)
    send(handler, "data: [DONE]")


def break_connection(handler):
    """Ends the stream in the middle, as a proxy that gives up does."""
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def stream_text(words, per_second):
    """An answer of these words, one a token, about so many a second; then all of them with alternatives and experts of 24 layers."""
    ids = [index % 5000 for index in range(len(words))]
    alternatives = [{"token": f" other{rank}", "logprob": -2.0 - rank, "bytes": [32]} for rank in range(5)]
    logprobs = [{"token": word, "logprob": -0.1, "bytes": list(word.encode()), "top_logprobs": alternatives} for word in words]
    harmony = [{"role": "assistant", "channel": "final", "content": "".join(words), "token_ids": ids, "logprobs": logprobs}]
    chosen = [[[(index + layer + place * 7) % 32 for place in range(4)] for layer in range(24)] for index in ids]
    routing = {"layers": 24, "experts": 32, "experts_per_token": 4, "token_ids": ids, "chosen": chosen}

    def answer(handler, _):
        begin_stream(handler)
        send(handler, chunk(role="assistant"))
        start = time.monotonic()
        for index, word in enumerate(words):
            send(handler, chunk(content=word, tokens=[(index % 5000, word)]))
            ahead = index / per_second - (time.monotonic() - start)
            if ahead > 0.005:
                time.sleep(ahead)
        end_stream(handler, harmony=harmony, routing=routing)
    return answer
