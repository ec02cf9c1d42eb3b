"""The same conversation through each lens, and the tokenizer."""


def begin(browser, server):
    browser.open(server.url)
    browser.ask("What is 347 + 288?")
    browser.answered()


def check_lens_of_the_reader(browser, server, **_):
    begin(browser, server)
    assert browser.count(".channel, .token") == 0
    assert browser.text(".answer .markdown").strip().endswith("635.")


def check_lens_of_the_builder(browser, server, **_):
    begin(browser, server)
    browser.lens("builder")
    browser.until(lambda: browser.count(".told .channel") >= 1, "what the model is told")
    assert "Reasoning: medium" in browser.text(".told")
    assert "347" in browser.text(".channel[data-channel=analysis]") and "635" in browser.text(".channel[data-channel=final]")
    figures = browser.text(".figures")
    for word in ("First token", "Tokens/s", "from the cache", "reasoning", "stop"):
        assert word in figures, (word, figures)
    details = browser.all(".built > details.more")
    for each in details:
        each.find_element("css selector", "summary").click()
    browser.until(lambda: "curl -N" in browser.text(".built .code-block code"), "the request")
    browser.until(lambda: browser.count(".event") > 5, "the events")
    browser.script("document.querySelector('.event-scroller').focus()")
    browser.press("\ue010", "\ue013")  # End, arrow up: the last chunk but [DONE].
    browser.until(lambda: "usage" in browser.text(".events > pre"), "an event in full")
    assert "req_" in browser.text(".facts")
    browser.ask("And 10 more?")
    browser.answered(2)


def check_lens_of_the_post_trainer(browser, server, **_):
    begin(browser, server)
    browser.lens("tokens")
    browser.until(lambda: browser.count(".band[data-role=assistant]") == 2, "the bands")
    assert browser.count(".band[data-role=system]") == 1 and browser.count(".band[data-role=user]") == 1
    assert "as generated" in browser.text(".band[data-channel=final] .band-head")
    browser.until(lambda: browser.count(".band[data-channel=analysis] .token.q0") > 20, "probabilities")
    assert browser.count(".band[data-role=user] .counts") == 0, "what people say is masked"
    assert browser.count(".band[data-channel=final] .counts") > 5
    for colour in ("loss", "pieces", "probability"):
        browser.script("document.querySelector(`.token-bar input[value=${arguments[0]}]`).click()", colour)
        assert browser.script("return document.querySelector('.bands').dataset.colour") == colour
    browser.script("document.querySelector('.bands').focus()")
    browser.press("\ue010", "\ue012", "\ue012")  # End, two to the left.
    browser.until(lambda: browser.count(".alternatives li") >= 2, "the alternatives")
    assert "%" in browser.text(".alternatives .chosen")
    assert browser.count(".experts:not([hidden]) canvas") == 1
    lines = browser.text(".experts li").splitlines()
    browser.ask("And 10 more?")
    browser.until(browser.idle, "the end")
    browser.until(lambda: browser.count(".band[data-role=user]") == 2, "the second turn")
    return f"{browser.count('.token')} tokens, experts of {len(lines)} layers"


def check_tokenizer(browser, server, **_):
    browser.open(server.url + "/#tokenizer")
    browser.set("#tokenizer-text", "Hello 안녕하세요 <|start|> 🙂")
    browser.until(lambda: browser.text("#tokenizer-characters") == "23", "the count")
    browser.until(lambda: browser.count("#tokenizer .token") == int(browser.text("#tokenizer-tokens")), "the pieces")
    assert browser.count("#tokenizer .special") == 1
    joined = browser.driver.execute_async_script(
        "const [done] = arguments; import(new URL('page/token-bytes.js', location.href)).then(async ({ locateTokens }) => {"
        " const text = 'a안녕하세요🙂é漢字'; const answer = await (await fetch('tokenize', { method: 'POST', headers: { 'Content-Type': 'application/json' },"
        " body: JSON.stringify({ prompt: text, return_token_strs: true }) })).json();"
        " const located = locateTokens(text, answer.tokens, answer.token_strs);"
        " const bytes = located.flatMap(token => token.bytes ?? [...new TextEncoder().encode(token.text)]);"
        " done(new TextDecoder().decode(new Uint8Array(bytes)) === text && located.at(-1).to === new TextEncoder().encode(text).length); })")
    assert joined, "the bytes of the tokens are those of the text"
    assert "Hangul" in browser.text(".scripts") and "Latin" in browser.text(".scripts")
    browser.script("document.querySelector('.comparison button').click()")
    browser.until(lambda: browser.text(".comparison button") == "Compare" and browser.count(".column") == 3, "the comparison")
    assert browser.text(".column .markdown").count("635") == 3, browser.text(".column")


def check_api_view_and_korean(browser, server, **_):
    browser.open(server.url + "/#about")
    assert browser.text("#address") == server.url + "/v1" and browser.text("#model") == "chorale-demo"
    assert "curl" in browser.text("#example-curl") and "from openai" in browser.text("#example-python")
    tables = browser.driver.execute_async_script(
        "const [done] = arguments; Promise.all(['en', 'ko'].map(tag => import(new URL(`page/words-${tag}.js`, location.href))))"
        ".then(([{ english }, { korean }]) => done([Object.keys(english), Object.keys(korean)]))")
    missing = [key for key in tables[0] if key not in tables[1]]
    assert not missing, missing
    browser.set("#language", "ko")
    browser.until(lambda: browser.text("#go-chat") == "대화", "Korean")
    assert browser.script("return document.documentElement.lang") == "ko"
    browser.open(server.url)
    assert browser.find("#question").get_attribute("placeholder") == "무엇이든 물어보세요"
    unsaid = browser.script("return [...document.querySelectorAll('[data-say]')].map(each => each.dataset.say)")
    assert all(key in tables[0] for key in unsaid), [key for key in unsaid if key not in tables[0]]
