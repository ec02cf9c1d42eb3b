"""What the checks share: each is a function, run in the order of the file, told by its name."""

import asyncio
import inspect
import sys
import traceback

URL = sys.argv[1]


def run(module):
    """Runs the module's functions whose names begin with check_; ends the process where one fails."""
    failed = False
    for name, function in list(vars(module).items()):
        if not name.startswith("check_") or not callable(function):
            continue
        title = name.removeprefix("check_").replace("_", " ")
        try:
            result = function()
            if inspect.iscoroutine(result):
                asyncio.run(result)
            print("ok ", title, flush=True)
        except Exception:
            failed = True
            print("FAILED ", title, flush=True)
            traceback.print_exc()
    sys.exit(1 if failed else 0)
