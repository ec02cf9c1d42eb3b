#!/usr/bin/env python3
"""chorale pull beside huggingface_hub, on one cache: hub.py --program .build/release/chorale

A small hub on loopback serves the demonstration model, with its weights behind a redirect to another port, as the real one has them. Chorale
downloads it, is killed in the middle and goes on; huggingface_hub finds the snapshot offline. Then huggingface_hub downloads it into a cache
of its own, and Chorale finds it there.
"""
import argparse
import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODEL = ROOT / "Sources/DemoModel/Resources/chorale-demo"
REPOSITORY, COMMIT = "chorale/demo", "0123456789abcdef0123456789abcdef01234567"
FILES = {path.name: path.read_bytes() for path in MODEL.iterdir()} | {"original/config.json": b"{}"}
sent, tokens = {}, set()
seconds_a_block = 0.0


def digest(name):
    data = FILES[name]
    if name.endswith(".safetensors"):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in fields:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path == f"/api/models/{REPOSITORY}/revision/main":
            siblings = []
            for name, data in FILES.items():
                file = {"rfilename": name}
                if query == "blobs=true":
                    file |= {"size": len(data), "blobId": digest(name) if len(digest(name)) == 40 else "0" * 40}
                    if name.endswith(".safetensors"):
                        file["lfs"] = {"sha256": digest(name), "size": len(data), "pointerSize": 134}
                siblings.append(file)
            self.answer(200, json.dumps({"id": REPOSITORY, "sha": COMMIT, "siblings": siblings}).encode(), Content_Type="application/json")
            return
        if path == f"/api/models/{REPOSITORY}/tree/{COMMIT}":
            files = []
            for name, data in FILES.items():
                file = {"type": "file", "path": name, "size": len(data), "oid": digest(name)[:40]}
                if name.endswith(".safetensors"):
                    file["lfs"] = {"oid": digest(name), "size": len(data), "pointerSize": 134}
                files.append(file)
            self.answer(200, json.dumps(files).encode(), Content_Type="application/json")
            return
        _, _, name = path.partition("/resolve/")
        _, _, name = name.partition("/")
        if not path.startswith("/delivery/") and name in FILES:
            if name.endswith(".safetensors"):
                self.answer(302, Location=f"http://localhost:{delivery.server_port}/delivery/{name}?signature=a%2Fb",
                            X_Repo_Commit=COMMIT, X_Linked_ETag=f'"{digest(name)}"', X_Linked_Size=str(len(FILES[name])))
            else:
                self.file(name, X_Repo_Commit=COMMIT, ETag=f'"{digest(name)}"')
        elif path.startswith("/delivery/"):
            tokens.add(self.headers.get("Authorization"))
            self.file(path.removeprefix("/delivery/"), ETag=f'"{digest(path.removeprefix("/delivery/"))}"')
        else:
            self.answer(404)

    def file(self, name, **fields):
        data, status = FILES[name], 200
        if wanted := self.headers.get("Range"):
            first, last = wanted.removeprefix("bytes=").split("-")
            first, last = int(first), int(last or len(data) - 1)
            fields["Content_Range"] = f"bytes {first}-{last}/{len(data)}"
            data, status = data[first:last + 1], 206
        self.answer(status, Content_Length=str(len(data)), **fields)
        if self.command == "HEAD":
            return
        for start in range(0, len(data), 1 << 16):
            time.sleep(seconds_a_block)
            self.wfile.write(data[start:start + (1 << 16)])
            sent[name] = sent.get(name, 0) + len(data[start:start + (1 << 16)])


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.handle_error = lambda *_: None  # who was killed reads no more
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main():
    global delivery, seconds_a_block
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    hub, delivery = serve(), serve()
    # No token of the user's, no cache of the user's.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_") and "proxy" not in name.lower()}
    environment |= {"HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}", "HF_TOKEN": "hf_secret"}
    os.environ |= environment
    import huggingface_hub

    weights = FILES["model.safetensors"]
    with tempfile.TemporaryDirectory() as home:
        environment["HF_HOME"] = home
        seconds_a_block = 0.01
        pull = subprocess.Popen([program, "pull", REPOSITORY], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while sent.get("model.safetensors", 0) < len(weights) // 2:
            assert pull.poll() is None, "chorale pull ended too soon"
            time.sleep(0.01)
        pull.kill()
        pull.wait()
        seconds_a_block = 0
        found = subprocess.run([program, "pull", REPOSITORY], env=environment, check=True, capture_output=True, text=True).stdout.strip()
        assert sent["model.safetensors"] < len(weights) * 1.3, "it began again"
        assert tokens == {None}, "the token went elsewhere"
        print("ok  chorale pull goes on where it was killed")

        cache = os.path.join(home, "hub")
        snapshot = huggingface_hub.snapshot_download(REPOSITORY, cache_dir=cache, local_files_only=True)
        assert os.path.samefile(snapshot, found), (snapshot, found)
        for name, data in FILES.items():
            path = huggingface_hub.try_to_load_from_cache(REPOSITORY, name, cache_dir=cache)
            assert "/" in name or pathlib.Path(path).read_bytes() == data, name
        [repository] = huggingface_hub.scan_cache_dir(cache).repos
        assert (repository.repo_id, repository.nb_files) == (REPOSITORY, len(FILES) - 1), repository
        print("ok  huggingface_hub finds it offline, whole")

    with tempfile.TemporaryDirectory() as home:
        environment["HF_HOME"] = home
        huggingface_hub.snapshot_download(REPOSITORY, cache_dir=os.path.join(home, "hub"), token="hf_secret", ignore_patterns="original/*")
        before = dict(sent)
        subprocess.run([program, "inspect", REPOSITORY], env=environment, check=True, capture_output=True)
        subprocess.run([program, "pull", REPOSITORY], env=environment, check=True, capture_output=True)
        assert sent == before, "it downloaded what was there"
        print("ok  chorale finds what huggingface_hub has downloaded")


main()
