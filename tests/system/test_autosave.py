"""A draft that saves itself: never over another's words, and nothing lost when saving fails."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.system.drafting import AGAIN, URL, Draft, cut_off, refuse
from tests.system.routed import HOST


@pytest.fixture
def context(shared_browser: Browser) -> Iterator[BrowserContext]:
    made = shared_browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    made.clock.install()
    yield made
    made.close()


@pytest.fixture
def draft(context: BrowserContext) -> Draft:
    return Draft(context)


def test_a_draft_is_saved_two_seconds_after_the_last_change(draft: Draft) -> None:
    page = draft.show()
    draft.write("Skills")
    draft.wait(1_500)
    draft.write("Skills matter")
    draft.wait(1_500)
    assert draft.saves == []
    draft.wait(600)
    draft.hear("Saved at")
    [saved] = draft.saves
    assert saved == {
        "csrfmiddlewaretoken": "the-token",
        "edition": "1",
        "reason": "Skills matter",
        "type": "general",
    }
    assert draft.headers["x-csrftoken"] == "the-token"
    assert draft.headers["x-requested-with"] == "XMLHttpRequest"
    assert draft.kept() == []
    # The next save, and the button, start from the edition that the server answered.
    page.get_by_label("Technical").check()
    draft.wait()
    expect(page.locator("[name=edition]")).to_have_value("3")
    assert [save["edition"] for save in draft.saves] == ["1", "2"]
    assert draft.press_send()["edition"] == "3"
    assert draft.complaints == []


def test_nothing_is_sent_without_a_change(draft: Draft) -> None:
    draft.show(reason="As it was")
    draft.wait(60_000)
    assert draft.saves == []


def test_turning_away_saves_at_once(draft: Draft) -> None:
    page = draft.show()
    draft.write("Half a sentence")
    page.evaluate(
        """() => {
          Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    draft.hear("Saved at")
    assert draft.saves[0]["reason"] == "Half a sentence"
    assert draft.kept() == []


def test_what_is_written_during_a_save_is_saved_after_it(draft: Draft) -> None:
    waiting: list[Route] = []
    draft.server = waiting.append
    page = draft.show()
    draft.write("First")
    with page.expect_request(f"{HOST}{URL}"):
        draft.wait()
    draft.write("First and second")
    draft.wait(10_000)
    assert len(waiting) == 1
    draft.server = draft.save
    draft.save(waiting[0])
    draft.hear("Saved at")
    draft.wait()
    expect(page.locator("[name=edition]")).to_have_value("3")
    assert [save["reason"] for save in draft.saves] == ["First", "First and second"]


@pytest.mark.parametrize("status", [409, 412])
def test_another_windows_words_are_never_written_over(draft: Draft, status: int) -> None:
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        refuse(status)(route)

    draft.server = answer
    page = draft.show()
    draft.write("Mine")
    draft.wait()
    draft.hear("changed in another window")
    assert page.get_by_text("Nothing was written over").is_visible()
    draft.write("Mine, and more")
    draft.wait(120_000)
    assert len(asked) == 1
    page.get_by_role("button", name="Copy my words").click()
    draft.hear("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Mine, and more"
    # Opened as it stands now, the words are offered and not put in unasked.
    draft.server = draft.save
    page = draft.show(reason="Theirs", edition=2)
    assert page.get_by_label("Reason").input_value() == "Theirs"
    assert "putting them back replaces" in page.locator("[data-autosave-asks]").inner_text()
    page.get_by_role("button", name="Put them back").click()
    draft.hear("Your words are back")
    draft.wait()
    draft.hear("Saved at")
    assert (draft.saves[0]["reason"], draft.saves[0]["edition"]) == ("Mine, and more", "2")
    assert draft.kept() == []


@pytest.mark.parametrize("status", [302, 401, 403])
def test_a_lost_session_loses_no_words(draft: Draft, status: int) -> None:
    draft.server = refuse(status)
    page = draft.show()
    draft.write("Drafted for an hour")
    page.get_by_label("Technical").check()
    page.get_by_label("Urgent").check()
    draft.wait()
    draft.hear("no longer signed in")
    page = draft.show()
    assert draft.asks
    assert page.locator("[data-autosave-kept]").inner_text() == "Drafted for an hour"
    page.get_by_role("button", name="Put them back").click()
    assert page.get_by_label("Reason").input_value() == "Drafted for an hour"
    assert page.get_by_label("Technical").is_checked() and page.get_by_label("Urgent").is_checked()
    assert not draft.asks


def test_a_cut_connection_is_tried_again(draft: Draft) -> None:
    draft.server = cut_off
    draft.show()
    draft.write("From the train")
    draft.wait()
    draft.hear("no connection")
    assert "From the train" in draft.kept()[0]
    draft.server = draft.save
    draft.wait(AGAIN)
    draft.hear("Saved at")
    assert draft.saves[0]["reason"] == "From the train"
    assert draft.kept() == []


def test_a_refusal_of_the_words_says_so_and_is_not_repeated(draft: Draft) -> None:
    draft.server = refuse(400)
    page = draft.show()
    draft.write("x" * 100)
    draft.wait()
    draft.hear("refused these words")
    draft.server = draft.save
    draft.wait(120_000)
    assert draft.saves == []
    page.get_by_label("Reason").fill("shorter")
    draft.wait()
    draft.hear("Saved at")


def test_kept_words_belong_to_one_reader_and_one_draft(draft: Draft) -> None:
    draft.server = cut_off
    draft.show(reader="ana")
    draft.write("In confidence")
    draft.wait()
    draft.hear("no connection")
    draft.show(reader="bea")
    assert not draft.asks
    assert "In confidence" not in draft.page.content()
    draft.show(reader="ana")
    assert draft.asks


def test_kept_words_can_be_deleted(draft: Draft) -> None:
    draft.server = cut_off
    draft.show()
    draft.write("Not wanted")
    draft.wait()
    draft.hear("no connection")
    page = draft.show()
    page.get_by_role("button", name="Delete them").click()
    draft.hear("deleted from this browser")
    assert draft.kept() == []
    draft.show()
    assert not draft.asks


def test_words_that_were_saved_after_all_are_not_asked_about(draft: Draft) -> None:
    draft.server = cut_off
    draft.show()
    draft.write("Sent,\nand the answer got lost")
    draft.wait()
    draft.hear("no connection")
    draft.show(reason="Sent, and the answer got lost", edition=2)
    assert not draft.asks
    assert draft.kept() == []


def test_two_windows_keep_their_words_apart(context: BrowserContext) -> None:
    one, other = Draft(context), Draft(context)
    one.show()
    other.show()
    other.server = one.server = refuse(409)
    other.write("From the second window")
    other.wait()
    other.hear("changed in another window")
    one.server = other.server = one.save
    one.write("From the first")
    one.wait()
    one.hear("Saved at")
    page = other.show(reason="From the first", edition=2)
    assert page.locator("[data-autosave-kept]").inner_text() == "From the second window"


def test_words_sent_with_the_button_stay_until_a_page_says_forget(draft: Draft) -> None:
    page = draft.show()
    draft.write("Sent by hand")
    draft.press_send()
    page = draft.open('<p data-autosave-forget="bea /desk/comments/7/"></p>', "autosave.js")
    assert len(draft.kept()) == 1
    draft.open(f'<p data-autosave-forget="ana {URL}"></p>', "autosave.js")
    expect(page.locator("h1")).to_be_visible()
    assert draft.kept() == []


def test_words_are_kept_for_a_week(draft: Draft) -> None:
    draft.server = cut_off
    draft.show()
    draft.write("Long ago")
    draft.wait()
    draft.hear("no connection")
    draft.open("<p>Another page</p>", "autosave.js").evaluate(
        """() => {
          const [[name, text]] = Object.entries(localStorage);
          const found = JSON.parse(text);
          found.at -= 8 * 24 * 3600 * 1000;
          localStorage.setItem(name, JSON.stringify(found));
        }"""
    )
    draft.show()
    assert not draft.asks
    assert draft.kept() == []


def test_a_browser_that_keeps_nothing_says_so(draft: Draft) -> None:
    draft.server = cut_off
    page = draft.show()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    draft.write("Nowhere to go")
    draft.wait()
    draft.hear("Copy your words before you leave")
