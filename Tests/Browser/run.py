#!/usr/bin/env python3
"""Walks through the web page with a real browser: run.py [--screenshots FOLDER] [PROGRAM]

Makes a virtual environment in .build with selenium, starts PROGRAM (.build/release/chorale) with its demonstration model, and runs the
checks of the check_*.py beside this file in Debian's headless Chromium (apt-get install chromium chromium-driver). Where the browser, its driver, pip
or a way to PyPI is missing, it says so and succeeds. With --screenshots it takes the pictures of the README instead.
"""

import argparse
import importlib.util
import os
import pathlib
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def clients():
    """Tests/Clients/run.py, whose environments and servers these are too."""
    spec = importlib.util.spec_from_file_location("clients", HERE.parent / "Clients" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def inside_environment(arguments):
    """Runs this file again with the Python that has selenium; None where there is none to be had."""
    if importlib.util.find_spec("selenium"):
        return True
    python = clients().environment(HERE / "requirements.txt", "browser")
    if python is None:
        return None
    sys.stdout.flush()
    os.execv(python, [python, __file__, *arguments])


def checks():
    """The functions named check_… of the files named check_….py, in order: (name, function)."""
    for file in sorted(HERE.glob("check_*.py")):
        module = importlib.import_module(file.stem)
        for name, function in vars(module).items():
            if name.startswith("check_") and callable(function):
                yield name.removeprefix("check_").replace("_", " "), function


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots", type=pathlib.Path)
    parser.add_argument("--only", help="part of a check's name")
    parser.add_argument("program", nargs="?", default=str(ROOT / ".build" / "release" / "chorale"))
    arguments = parser.parse_args()
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    if missing:
        print("skipped: there is no", " and no ".join(missing))
        return
    if not inside_environment(sys.argv[1:]):
        return
    sys.path.insert(0, str(HERE))
    from browser import Browser
    from scripted import ScriptedServer
    module = clients()
    with module.Server(arguments.program) as server, Browser() as browser:
        if arguments.screenshots:
            importlib.import_module("screenshots").take(browser, server, arguments.screenshots)
            return
        # Without settings: slow enough for something to happen within an answer.
        portable = ["--kernels", "portable", "--compute", "exact", "--threads", "1", "--engine-speculation", "never"]
        started = lambda *settings, **more: module.Server(arguments.program, *(settings or portable), **more)
        policy = server_policy(server)
        with ScriptedServer(policy) as scripted:
            failed = [name for name, check in checks() if not passes(name, check, browser, arguments.only, server, started, scripted)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def server_policy(server):
    """What the server lets its page do; the scripted server allows its copy no more."""
    import urllib.request
    with urllib.request.urlopen(server.url + "/") as answer:
        return answer.headers["Content-Security-Policy"]


def passes(name, check, browser, only, server, started, scripted):
    if only and only not in name:
        return True
    start = time.monotonic()
    try:
        browser.fresh()
        note = check(browser=browser, server=server, started=started, scripted=scripted)
        browser.expect_quiet_console()
    except Exception as error:
        print(f"FAILED  {name}: {type(error).__name__}: {str(error).partition('Stacktrace')[0].strip()}", flush=True)
        browser.keep_picture(name)
        return False
    print(f"ok  {name}{f': {note}' if note else ''} ({time.monotonic() - start:.1f} s)", flush=True)
    return True


if __name__ == "__main__":
    main()
