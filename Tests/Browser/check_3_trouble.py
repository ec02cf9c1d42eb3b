"""Servers that are gone, busy or closed to strangers."""

from scripted import begin_stream, break_connection, chunk, end_stream, refuse, send


def check_server_killed_in_an_answer(browser, started, **_):
    with started() as server:
        browser.open(server.url)
        browser.choose_effort("high")
        browser.ask("What is 34721 + 28811?")
        browser.until(lambda: browser.count(".reasoning.live") == 1, "the first tokens")
        server.kill()
        browser.allow("net::ERR", "Failed to load resource")
        browser.until(lambda: "connection was lost" in browser.text(".note"), "the note")
        browser.click(".reasoning summary")
        browser.until(lambda: len(browser.text(".thoughts")) > 3, "what came until then")
        browser.click(".note button")
        browser.until(lambda: "out of reach" in browser.text(".note"), "no server")


def check_lost_connection_and_retry(browser, scripted, **_):
    def break_off(handler, _):
        begin_stream(handler)
        send(handler, chunk(content="The first half "))
        break_connection(handler)

    def go_on(handler, _):
        begin_stream(handler)
        send(handler, chunk(content="The whole answer."))
        end_stream(handler)
    scripted.answer = break_off
    browser.open(scripted.url)
    browser.ask("Well?")
    browser.until(lambda: "connection was lost" in browser.text(".note"), "the note")
    browser.allow("net::ERR")
    assert "The first half" in browser.text(".answer .markdown")
    scripted.answer = go_on
    browser.click(".note button")
    browser.until(lambda: "The whole answer." in browser.text(".answer .markdown"), "the answer")
    assert browser.count(".answer") == 1 and not browser.find(".note").is_displayed()


def check_busy(browser, scripted, **_):
    scripted.answer = lambda handler, _: refuse(handler, 429, "rate_limit_error", "The queue is full.", {"Retry-After": "2"})
    browser.open(scripted.url)
    browser.ask("Well?")
    browser.until(lambda: "busy" in browser.text(".note") and "The queue is full." in browser.text(".note"), "the note")
    browser.allow("429")
    button = browser.find(".note button")
    assert not button.is_enabled() and "Try again in" in button.text
    browser.until(button.is_enabled, "the time that the server asked for")

    def go_on(handler, _):
        begin_stream(handler)
        send(handler, chunk(content="Now."))
        end_stream(handler)
    scripted.answer = go_on
    button.click()
    browser.until(lambda: "Now." in browser.text(".answer .markdown"), "the answer")


def check_error_within_a_stream(browser, scripted, **_):
    def fail(handler, _):
        begin_stream(handler)
        send(handler, chunk(content="Half"))
        send(handler, {"error": {"message": "It broke.", "type": "server_error", "param": None, "code": None}})
        send(handler, "data: [DONE]")
    scripted.answer = fail
    browser.open(scripted.url)
    browser.ask("Well?")
    browser.until(lambda: "It broke." in browser.text(".note"), "the note")
    assert "Half" in browser.text(".answer .markdown")


def check_api_key(browser, started, **_):
    import os
    os.environ["CHORALE_API_KEYS"] = "one-secret"
    try:
        with started("--threads", "1") as server:
            browser.driver.get(server.url)
            browser.until(lambda: browser.count("#send svg") == 1, "the page")
            browser.allow("401")
            browser.ask("What is 2 + 3?")
            browser.until(lambda: "asks for an API key" in browser.text(".note"), "the question for the key")
            browser.find(".key-form input").send_keys("another", "\ue007")
            browser.until(lambda: "does not take" in browser.text(".note"), "the refusal")
            browser.find(".key-form input").send_keys("one-secret", "\ue007")
            browser.until(lambda: "5" in browser.text(".answer .markdown"), "the answer")
            assert browser.script("return localStorage.getItem('chorale.key')") is None, "the key is kept only where that is wished"
            browser.lens("builder")
            browser.script("document.querySelector('.built > details.more').open = true")
            browser.until(lambda: "OPENAI_API_KEY" in browser.text(".built .code-block"), "a request that names no key")
            assert "one-secret" not in browser.script("return document.body.textContent")
    finally:
        del os.environ["CHORALE_API_KEYS"]


def check_base_path(browser, started, **_):
    with started("--http-base-path", "/some/where", ready="/some/where/health") as server:
        browser.allow("404", "MIME type")
        browser.open(server.url + "/some/where")
        browser.ask("What is 2 + 3?")
        browser.answered()
        assert "5" in browser.text(".answer .markdown")
        assert browser.text("#address") == server.url + "/some/where/v1"
