"""With a keyboard alone, and for who hears the page."""

TAB, ENTER, SPACE, RIGHT, DOWN, ESCAPE, SHIFT = "\ue004", "\ue007", " ", "\ue014", "\ue015", "\ue00c", "\ue008"

FOCUSED = "const at = document.activeElement; return at === document.body ? '' : at.id || at.name || at.className || at.tagName"

UNNAMED = """
const named = element => {
  const by = element.getAttribute('aria-labelledby');
  return (element.getAttribute('aria-label') || (by && document.getElementById(by)?.textContent) || element.labels?.[0]?.textContent
    || element.textContent || element.title || '').trim() !== '';
};
return [...document.querySelectorAll('button, a, input, textarea, select, [tabindex="0"][role], dialog, nav, aside')]
  .filter(each => !each.closest('[hidden]') && each.type !== 'file' && !named(each)).map(each => each.outerHTML.slice(0, 120));
"""


def tab_to(browser, place, most=40):
    for _ in range(most):
        if browser.script(FOCUSED) == place:
            return
        browser.press(TAB)
    raise AssertionError(f"the keyboard does not come to {place}")


def check_keyboard_only(browser, server, **_):
    browser.open(server.url)
    browser.press("What is 20 + 30?", ENTER)
    browser.answered()
    seen = set()
    browser.script("document.activeElement.blur()")
    for _ in range(40):
        browser.press(TAB)
        seen.add(browser.script(FOCUSED))
        ring = browser.script("const at = document.activeElement; return at === document.body || at.matches(':focus-visible')")
        assert ring, browser.script(FOCUSED)
    for place in ("new-conversation", "go-chat", "go-tokenizer", "open-settings", "lens", "scroller", "question", "effort", "open-tools", "send"):
        assert place in seen, (place, seen)
    browser.script("document.activeElement.blur()")
    tab_to(browser, "lens")
    browser.press(RIGHT)
    browser.until(lambda: browser.count(".built") == 1, "the builder's lens by arrow key")
    browser.press(RIGHT)
    browser.until(lambda: browser.count(".band[data-role=assistant]") == 2, "the post-trainer's lens by arrow key")
    browser.press(RIGHT)
    browser.until(lambda: browser.count(".reasoning") == 1, "the reader's lens again")
    tab_to(browser, "open-settings", 60)
    browser.press(ENTER)
    browser.until(lambda: browser.script("return document.getElementById('settings').open"), "the settings")
    assert browser.script("return document.getElementById('settings').contains(document.activeElement)")
    browser.press(ESCAPE)
    browser.until(lambda: browser.script(FOCUSED) == "open-settings", "the focus to come back")
    browser.press(TAB, TAB)
    tab_to(browser, "go-tokenizer", 60)
    browser.press(ENTER)
    browser.until(lambda: browser.find("#tokenizer").is_displayed(), "the tokenizer")


def check_names_and_landmarks(browser, server, **_):
    browser.open(server.url)
    browser.ask("What is 20 + 30?")
    browser.answered()
    for lens in ("user", "builder", "tokens"):
        browser.lens(lens)
        browser.until(lambda: browser.count(".answer, .band") > 0, lens)
        unnamed = browser.script(UNNAMED)
        assert not unnamed, (lens, unnamed)
    for view in ("tokenizer", "about"):
        browser.click(f"#go-{view}")
        unnamed = browser.script(UNNAMED)
        assert not unnamed, (view, unnamed)
    assert browser.count("main") == 1 and browser.count("h1") >= 1
    assert browser.script("return document.documentElement.lang") == "en"
    assert "50" in browser.text("#announcer"), "answers are read aloud"
    repeated = browser.script("const ids = [...document.querySelectorAll('[id]')].map(each => each.id); return ids.filter((id, at) => ids.indexOf(id) !== at)")
    assert not repeated, repeated


CONTRAST = """
const channels = text => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(c => { c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; }); return .2126 * x + .7152 * y + .0722 * z; };
const ground = element => { for (let at = element; at; at = at.parentElement) { const color = channels(getComputedStyle(at).backgroundColor); if (color[3] > .99) return color; } return [255, 255, 255, 1]; };
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest('script, :disabled, .turn-actions, .offscreen')) continue;
  const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.2) poor.push(`${ratio.toFixed(2)} ${element.className || element.tagName}: ${node.data.trim().slice(0, 30)}`);
}
return poor;
"""


def check_contrast_and_width(browser, server, **_):
    for dark in (False, True):
        for width, height in ((1280, 860), (390, 800)):
            browser.fresh()
            browser.resize(width, height, dark)
            browser.open(server.url)
            browser.ask("What is 20 + 30?")
            browser.answered()
            for lens in ("user", "builder", "tokens"):
                browser.lens(lens)
                browser.until(lambda: browser.count(".answer, .token") > 0, lens)
                poor = browser.script(CONTRAST)
                assert not poor, (dark, lens, poor)
                wide = browser.script("return document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, (width, lens, wide)
