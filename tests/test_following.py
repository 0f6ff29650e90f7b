"""Following: what came since one looked, for questions, letters and commitments; kept and shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import index_of, run
from fastapi.testclient import TestClient
from lxml import etree
from promising import LATER, write_letter, write_letters
from pydantic import ValidationError
from web_fixtures import LOCAL, find

from qa.assistant import Assistant
from qa.assistant.followed import Followed
from qa.assistant.following import all_news, moment_now, news_of
from qa.corpus.forgetting import forget, plan_forgetting
from qa.errors import QAError
from qa.index.arrivals import NAME, Arrivals
from qa.index.kept import left_over
from qa.indexing import build_index
from qa.output.schema.following import MOST_FOLLOWED, FollowedListModel, FollowedModel
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts.following import FOLLOWING_TEXTS
from qa.web.users import Users

ASKED = "Hoeveel inschrijvingen had de aanbesteding van de veerpont?"
NEW = (
    5,
    "12 april 2025",
    "De aanbesteding van de veerpont had in totaal vier inschrijvingen. Ik stuur u de uitslag voor "
    "de zomer.",
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of three letters."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_letters(corpus)
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    return settings


@pytest.fixture
def grown(settings: Settings) -> tuple[Settings, str]:
    """The same after a moment at which somebody looked: two more letters."""
    looked = moment_now()
    write_letter(settings.corpus, *LATER)
    write_letter(settings.corpus, *NEW)
    build_index(settings)
    return settings, looked


def question(looked: str = "", **more: object) -> FollowedModel:
    return FollowedModel(kind="question", question=ASKED, looked=looked, **more)  # type: ignore[arg-type]


def of_dossier(kind: str, looked: str = "") -> FollowedModel:
    return FollowedModel(kind=kind, dossiers=["99030"], looked=looked)  # type: ignore[arg-type]


def ids(assistant: Assistant, followed: FollowedModel) -> list[str]:
    return [item.doc_id for item in news_of(assistant, followed, followed.looked).items]


def test_only_letters_that_came_since_are_told(grown: tuple[Settings, str]) -> None:
    settings, looked = grown
    assistant = Assistant.open(settings=settings)
    assert ids(assistant, of_dossier("letters", looked)) == ["kst-99030-5", "kst-99030-4"]
    assert len(ids(assistant, of_dossier("letters"))) == 5
    assert ids(assistant, of_dossier("letters", moment_now())) == []


def test_a_question_tells_only_letters_that_answer_it(grown: tuple[Settings, str]) -> None:
    settings, looked = grown
    assistant = Assistant.open(settings=settings)
    (item,) = news_of(assistant, question(looked), looked).items
    assert item.doc_id == "kst-99030-5"
    assert item.text == "De aanbesteding van de veerpont had in totaal vier inschrijvingen."
    letter = assistant.letter(item.doc_id)
    place = item.citation
    assert letter.text[place.start : place.end] == item.text
    far = FollowedModel(kind="question", question="Wat kost een bezoek aan de maan?", looked=looked)
    assert ids(assistant, far) == []
    elsewhere = question(looked, dossiers=["12345"])
    assert ids(assistant, elsewhere) == []


def test_commitments_of_new_letters_are_told(grown: tuple[Settings, str]) -> None:
    settings, looked = grown
    found = news_of(Assistant.open(settings=settings), of_dossier("commitments", looked), looked)
    assert [item.text for item in found.items] == ["Ik stuur u de uitslag voor de zomer."]


def test_a_changed_letter_is_new_and_one_that_comes_back_is_not(settings: Settings) -> None:
    path = settings.corpus / "kst-99030-2.txt"
    before = path.read_text(encoding="utf-8")
    looked = moment_now()
    path.write_text(before.replace("drie inschrijvingen", "vijf inschrijvingen"), encoding="utf-8")
    build_index(settings)
    changed = Assistant.open(settings=settings)
    assert ids(changed, of_dossier("letters", looked)) == ["kst-99030-2"]
    looked = moment_now()
    path.write_text(before, encoding="utf-8")  # a version that was here before
    build_index(settings)
    assert ids(Assistant.open(settings=settings), of_dossier("letters", looked)) == []
    path.unlink()
    build_index(settings)
    path.write_text(before, encoding="utf-8")
    build_index(settings)
    assert ids(Assistant.open(settings=settings), of_dossier("letters", looked)) == []


def test_reading_everything_again_makes_nothing_new(settings: Settings) -> None:
    looked = moment_now()
    build_index(settings, rebuild=True)
    assert ids(Assistant.open(settings=settings), of_dossier("letters", looked)) == []


def test_what_was_not_recorded_is_recorded_by_the_next_update(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the process had been ended between publishing and recording."""
    looked = moment_now()
    with monkeypatch.context() as ended:
        ended.setattr(Arrivals, "record", lambda *_: None)
        write_letter(settings.corpus, *LATER)
        build_index(settings)
    write_letter(settings.corpus, *NEW)
    build_index(settings)
    found = ids(Assistant.open(settings=settings), of_dossier("letters", looked))
    assert sorted(found) == ["kst-99030-4", "kst-99030-5"]
    assert Arrivals(settings.index).generation == 3


@pytest.mark.parametrize("damaged", [b"no database" * 999, None])
def test_a_record_that_is_damaged_or_gone_makes_no_old_letter_new(
    settings: Settings, damaged: bytes | None
) -> None:
    place = settings.index / NAME
    place.unlink()
    if damaged:
        place.write_bytes(damaged)
        assert Arrivals(settings.index).since("") == {}
    looked = moment_now()
    write_letter(settings.corpus, *NEW)
    build_index(settings)
    found = ids(Assistant.open(settings=settings), of_dossier("letters", looked))
    assert found == ["kst-99030-5"]


def test_the_files_belong_to_the_index_and_forget(settings: Settings) -> None:
    Followed(settings.index).change("", lambda _: [question()])
    assert list(left_over(settings.index)) == []
    forget(settings, plan_forgetting(settings, ["kst-99030-2"]))
    assert {doc_id for doc_id, _ in Arrivals(settings.index).since("")} == {
        "kst-99030-1", "kst-99030-3",
    }  # fmt: skip
    assert b"kst-99030-2" not in (settings.index / NAME).read_bytes()
    (settings.index / NAME).write_bytes(b"kst-99030-3" * 999)  # damaged, and it names a letter
    forget(settings, plan_forgetting(settings, ["kst-99030-3"]))
    assert not (settings.index / NAME).exists()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"kind": "question"}, "typed"),
        ({"kind": "letters"}, "dossier"),
        ({"kind": "votes"}, "kind"),
        ({"kind": "question", "question": "x", "since": "2024"}, "since"),
        ({"kind": "question", "question": "x", "looked": "gisteren"}, "gisteren"),
        ({"kind": "question", "question": "x" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_followed_is_refused(given: dict[str, object], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        FollowedModel.model_validate(given)


def test_a_moment_is_kept_in_utc() -> None:
    assert question("2026-01-01").looked == "2026-01-01T00:00:00.000000+00:00"
    assert question("2026-01-01T02:00:00+02:00").looked == "2026-01-01T00:00:00.000000+00:00"


def test_each_person_has_a_list_and_the_same_twice_is_once(tmp_path: Path) -> None:
    kept = Followed(tmp_path)
    for user in ("", "anna", "../anna", "_", ".key", "Ö" * 100):
        kept.change(user, lambda _, user=user: [question(), question(), of_dossier("letters")])  # type: ignore[misc]
        assert len(kept.of(user)) == 2
    assert kept.of("bert") == []
    inside = {path.resolve().parent for path in tmp_path.rglob("*.json")}
    assert inside == {(tmp_path / "followed").resolve()}
    assert len(list((tmp_path / "followed").glob("*.json"))) == 6
    many = [FollowedModel(kind="question", question=str(n)) for n in range(MOST_FOLLOWED + 1)]
    with pytest.raises(QAError, match=str(MOST_FOLLOWED)):
        kept.change("anna", lambda _: many)
    assert len(kept.of("anna")) == 2


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    kept = Followed(tmp_path)
    kept.change("", lambda _: [question()])
    (tmp_path / "followed" / "_.json").write_text("[", encoding="utf-8")
    with pytest.raises(QAError, match="_.json"):
        kept.of("")


def test_the_command_follows_and_tells(settings: Settings) -> None:
    options = index_of(settings)
    assert run("follow", *options).stdout.count("letters-qa follow") == 1
    assert run("follow", ASKED, *options).returncode == 0
    assert "2 followed" in run("follow", "--dossier", "99030", *options).stdout
    assert "0 new" in run("follow", *options).stdout
    write_letter(settings.corpus, *NEW)
    told = run("index", *options, "--corpus", settings.corpus).stdout
    assert "vier inschrijvingen" in told
    assert "1 new" in run("follow", "--looked", *options).stdout
    assert "1 new" not in run("follow", *options).stdout
    assert "4 new" in run("follow", "--since", "2020", *options).stdout
    assert "1 followed" in run("follow", "--remove", "1", *options).stdout
    wrong = run("follow", "--remove", "7", *options)
    assert (wrong.returncode, "7" in wrong.stderr) == (1, True)
    listed = json.loads(run("follow", "--list", "--json", *options).stdout)
    assert [one["dossiers"] for one in listed["followed"]] == [["99030"]]


@pytest.fixture
def client(grown: tuple[Settings, str]) -> TestClient:
    return TestClient(create_site(PageState(grown[0])), **LOCAL)


def test_the_api_tells_news_to_anybody_and_keeps_lists_of_who_signs_in(
    client: TestClient, grown: tuple[Settings, str]
) -> None:
    wanted = FollowedListModel(followed=[question(grown[1]), of_dossier("letters", grown[1])])
    found = client.post("/api/news", json=wanted.as_json())
    assert found.status_code == 200
    assert [len(one["items"]) for one in found.json()["news"]] == [1, 2]
    assert client.get("/api/followed").status_code == 403
    assert client.put("/api/followed", json=wanted.as_json()).status_code == 403
    assert client.post("/api/news", json={"followed": [{"kind": "letters"}]}).status_code == 422
    many = [of_dossier("letters").as_json()] * 21
    assert "20" in client.post("/api/news", json={"followed": many}).json()["detail"]


def test_the_page_is_there_in_both_languages(client: TestClient) -> None:
    for lang in ("en", "nl"):
        page = client.get(f"/following?lang={lang}").text
        assert next(find(page, "h1")).text == FOLLOWING_TEXTS[lang].title  # type: ignore[index]
        assert FOLLOWING_TEXTS[lang].kept_here in page  # type: ignore[index]


def entries(content: bytes) -> list[etree._Element]:
    return list(etree.fromstring(content).iter(f"{ATOM}entry"))


def test_a_feed_is_atom_with_whole_links(client: TestClient) -> None:
    found = client.get("/feed.atom", params={"what": "question", "q": ASKED, "lang": "nl"})
    assert found.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(found.content)
    assert feed.findtext(f"{ATOM}title") == ASKED
    for required in ("id", "updated", "author"):
        assert feed.find(f"{ATOM}{required}") is not None
    first = entries(found.content)[0]
    assert first.findtext(f"{ATOM}summary", "").startswith("“De aanbesteding van de veerpont had")
    links = [one.get("href", "") for one in feed.iter(f"{ATOM}link")]
    assert all(link.startswith("http://127.0.0.1/") for link in links)
    assert client.get(links[-1].removeprefix("http://127.0.0.1")).status_code == 200
    stamps = [one.findtext(f"{ATOM}updated", "") for one in entries(found.content)]
    assert stamps == sorted(stamps, reverse=True)
    assert len({one.findtext(f"{ATOM}id") for one in entries(found.content)}) == len(stamps)
    again = client.get(
        found.request.url.raw_path.decode(), headers={"If-None-Match": found.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["what=votes&q=x", "what=letters", "what=question"])
def test_a_feed_of_nothing_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/feed.atom?{query}").status_code == 400


@pytest.fixture
def signed(grown: tuple[Settings, str], tmp_path: Path) -> tuple[TestClient, Settings]:
    users = Users(tmp_path / "users.json")
    users.put("anna", "een lang wachtwoord", "editor")
    users.put("bert", "nog een wachtwoord", "reader")
    settings = grown[0].model_copy(update={"auth": f"users:{tmp_path / 'users.json'}"})
    return TestClient(create_site(PageState(settings)), **LOCAL), settings


def test_who_signs_in_has_a_list_on_the_server(signed: tuple[TestClient, Settings]) -> None:
    client, _ = signed
    anna, bert = ("anna", "een lang wachtwoord"), ("bert", "nog een wachtwoord")
    wanted = FollowedListModel(followed=[of_dossier("letters")]).as_json()
    assert client.put("/api/followed", json=wanted, auth=anna).status_code == 200
    assert client.get("/api/followed", auth=anna).json()["followed"][0]["dossiers"] == ["99030"]
    assert client.get("/api/followed", auth=bert).json()["followed"] == []
    assert client.get("/api/followed").status_code == 401
    page = client.get("/following?lang=en", auth=anna).text
    assert FOLLOWING_TEXTS["en"].kept_server in page


def test_a_token_lets_a_feed_reader_in_and_nothing_else(
    signed: tuple[TestClient, Settings], tmp_path: Path
) -> None:
    client, settings = signed
    users = Users(tmp_path / "users.json")
    stamps = {user.name: user.stamp for user in users.all()}
    token = Followed(settings.index).token_of("anna", stamps["anna"])
    feed = "/feed.atom?what=letters&dossier=99030&user=anna&token="
    assert client.get(feed + token, follow_redirects=False).status_code == 200
    assert b"token" not in client.get(feed + token).content
    refused = client.get(feed + token[:-1] + "x", follow_redirects=False)
    assert refused.status_code in {303, 401}
    other = feed.replace("anna", "bert") + token
    assert client.get(other, follow_redirects=False).status_code in {303, 401}
    page = client.get(f"/following?user=anna&token={token}", follow_redirects=False)
    assert page.status_code in {303, 401}
    assert client.post(feed + token, follow_redirects=False).status_code in {303, 401, 405}
    assert client.get(feed + "é", follow_redirects=False).status_code in {303, 401}
    users.put("anna", "een heel ander wachtwoord", "reader")
    assert client.get(feed + token, follow_redirects=False).status_code in {303, 401}
    again = Followed(settings.index).token_of("anna", users.all()[0].stamp)
    assert client.get(feed + again, follow_redirects=False).status_code == 200
    users.remove("anna")
    assert client.get(feed + again, follow_redirects=False).status_code in {303, 401}


def test_all_news_is_told_in_the_order_asked(grown: tuple[Settings, str]) -> None:
    settings, looked = grown
    wanted = [of_dossier("letters", looked), question(looked)]
    told = all_news(Assistant.open(settings=settings), wanted)
    assert [one.followed for one in told.news] == wanted
    assert told.now > looked
