#!/usr/bin/env python3
"""Runs the clients that people use against a server of this build.

Makes virtual environments in .build, starts PROGRAM (.build/release/chorale) with its demonstration model, and runs the check_*.py
beside this file and the examples of the README, strict.py and hub.py. Clients that get in each other's way have an environment of their own. Without pip, or
without a way to PyPI, it says so and succeeds.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def environment(requirements, name="clients"):
    """The Python of an environment with what is required; None where that cannot be had."""
    folder = ROOT / ".build" / requirements.stem.replace("requirements", name)
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    wanted = requirements.read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    try:
        if not python.exists():
            venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements],
            check=True, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        print(f"skipped: what {requirements.name} names cannot be installed: {reason}")
        return None
    stamp.write_text(wanted)
    return python


def requirements_of(script):
    """The file that names what a script needs."""
    own = HERE / script.name.replace("check_", "requirements-").replace(".py", ".txt")
    return own if own.exists() else HERE / "requirements.txt"


def check_the_readme(server, python):
    """The examples that need no other program run as they stand, but for the port, and say something."""
    text = (ROOT / "README.md").read_text().replace("127.0.0.1:8080", f"127.0.0.1:{server.port}")
    examples = [["bash", "-ec", code] for code in re.findall(r"```sh\n(curl http://127.*?)```", text, re.S)]
    examples += [["bash", "-ec", code] for code in re.findall(r"^\$ (curl (?:.*\\\n)*.*\n)", text, re.M)]
    examples += [[python, "-c", code] for code in re.findall(r"```python\n(.*?)```", text, re.S) if python]
    assert examples, "the README has no examples"
    for command in examples:
        result = subprocess.run(command, capture_output=True, text=True, timeout=120)
        said = result.stdout
        assert result.returncode == 0 and said and '"error":{' not in said, (command[-1], result.stdout, result.stderr)
        print("ok  README:", command[-1].strip().splitlines()[0][:100])


class Server:
    """A server on a free port; a context manager that ends it."""

    def __init__(self, program, *settings, ready="/health"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        command = [program, "serve", "--port", str(self.port), "--log-level", "error", *settings]
        self.process = subprocess.Popen(command)
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit("the server did not start")
            try:
                self.get(ready)
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise SystemExit("the server does not answer")

    def get(self, path):
        with urllib.request.urlopen(self.url + path) as answer:
            return json.load(answer)

    def post(self, path, body):
        data = json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def check_that_nothing_acknowledged_is_lost(program):
    """Whatever was answered is there after a kill -9, and what was being made is failed with a reason."""
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store-path", os.path.join(folder, "store.sqlite")]
        with Server(program, *store) as server:
            model = server.get("/v1/models")["data"][0]["id"]
            question = {"model": model, "input": "What is 2 + 3?", "temperature": 0}
            done = [server.post("/v1/responses", question) for _ in range(3)]
            conversation = server.post("/v1/conversations", {"metadata": {"a": "b"}})
            endless = question | {"background": True, "ignore_eos": True}
            begun = server.post("/v1/responses", endless)
            server.kill()
        with Server(program, *store) as server:
            for response in done:
                assert server.get(f"/v1/responses/{response['id']}") == response
            assert server.get(f"/v1/conversations/{conversation['id']}") == conversation
            interrupted = server.get(f"/v1/responses/{begun['id']}")
            assert interrupted["status"] == "failed", interrupted
            assert interrupted["error"]["message"], interrupted
    print("ok  kill -9 loses nothing that was acknowledged")


@contextlib.contextmanager
def gateway(program, form, upstream):
    """A Chorale before an engine that runs elsewhere; before another Chorale where no engine is named."""
    with contextlib.ExitStack() as stack:
        url = upstream or stack.enter_context(Server(program)).url
        file = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".yaml"))
        file.write(
            f"models: {{chorale-demo: {{tokenizer: chorale-demo, upstreams: ['{url}'], upstream-form: {form}, context-length: 4096}}}}"
        )
        file.flush()
        yield stack.enter_context(Server(program, "--config", file.name))


def run_clients(server, pythons):
    check_the_readme(server, pythons[HERE / "requirements.txt"])
    for script in sorted(HERE.glob("check_*.py")):
        if python := pythons[requirements_of(script)]:
            print(f"-- {script.stem.removeprefix('check_')}", flush=True)
            subprocess.run([python, script, server.url], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=str(ROOT / ".build" / "release" / "chorale"))
    parser.add_argument("--through", metavar="FORM", help="run the clients alone, through a gateway: chorale, vllm, sglang or llama-server")
    parser.add_argument("--upstream", metavar="URL", help="what is behind the gateway; without it another Chorale")
    arguments = parser.parse_args()
    program = arguments.program
    files = sorted(HERE.glob("requirements*.txt"))
    if arguments.through:
        pythons = {file: environment(file) for file in files}
        with gateway(program, arguments.through, arguments.upstream) as server:
            run_clients(server, pythons)
        return
    check_that_nothing_acknowledged_is_lost(program)
    pythons = {file: environment(file) for file in files}
    with Server(program) as server:
        run_clients(server, pythons)
    if python := pythons[HERE / "requirements.txt"]:
        print("-- strict", flush=True)
        subprocess.run([python, HERE / "strict.py", "--program", program, "--requests", "200"], check=True)
    if python := pythons[HERE / "requirements-hub.txt"]:
        print("-- hub", flush=True)
        subprocess.run([python, HERE / "hub.py", "--program", program], check=True)


if __name__ == "__main__":
    main()
