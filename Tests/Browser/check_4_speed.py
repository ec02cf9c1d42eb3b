"""Ten thousand tokens, through each lens, without a stutter."""

from scripted import stream_text

TOKENS = 10_000
WORDS = [word + " " for word in "a long answer goes on and on with **strong** words, `code` and numbers like 12345 in its lines".split()]


def words():
    for index in range(TOKENS):
        if index % 400 == 300:
            yield "\n\n```python\n"
        elif index % 400 == 399:
            yield "\n```\n\n"
        elif index % 400 > 300:
            yield f"x = {index}  # line\n" if index % 5 == 0 else f"y{index} "
        else:
            yield "\n\n" if index % 60 == 59 else WORDS[index % len(WORDS)]


WATCH = """
window.watched = { gaps: [], long: 0, last: performance.now() };
new PerformanceObserver(list => { for (const each of list.getEntries()) watched.long = Math.max(watched.long, each.duration); }).observe({ type: 'longtask' });
(function frame() { const now = performance.now(); watched.gaps.push(now - watched.last); watched.last = now; requestAnimationFrame(frame); })();
"""


def watched(browser):
    gaps = sorted(browser.script("const gaps = watched.gaps; watched.gaps = []; return gaps"))
    longest = browser.script("const long = watched.long; watched.long = 0; return long")
    return gaps[-1], gaps[int(len(gaps) * 0.99)], longest


def check_ten_thousand_tokens(browser, scripted, **_):
    scripted.answer = stream_text(list(words()), per_second=2_500)
    notes = []
    for lens in ("user", "builder", "tokens"):
        browser.fresh()
        browser.open(scripted.url)
        browser.allow("404")
        browser.lens(lens)
        browser.script(WATCH)
        browser.ask("Go on")
        if lens == "builder":
            browser.until(lambda: browser.count(".built") == 1, "the answer")
            browser.script("document.querySelectorAll('.built > details.more')[1].open = true")
        browser.until(lambda: not browser.idle(), "the beginning")
        # Asked seldom: each question costs the page time.
        browser.until(lambda: browser.script("return new Promise(done => setTimeout(() => done(!document.getElementById('send').classList.contains('stops')), 500))"), "the end", 60)
        longest, most, task = watched(browser)
        notes.append(f"{lens}: 99 % of frames within {most:.0f} ms, longest {longest:.0f} ms")
        assert longest < 1_000, notes
        nodes = browser.count("*")
        assert lens != "builder" or browser.count(".event") < 60, "only the events that are seen are there"
        assert nodes < 30_000, nodes
    return "; ".join(notes)
