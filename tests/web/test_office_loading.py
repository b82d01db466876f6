"""The page that shows the example programme on its way."""

from __future__ import annotations

import pytest
from django.test import Client

from ayni.apps.access import actions as access
from ayni.apps.access import queries
from ayni.cli.demo import STAGES, announce
from ayni.web.home import demo_is_loading
from tests.web.portal_fixtures import words

HERE = "/carga/"


def report(state: str, *, done: int) -> None:
    access.report(job="demo", stage="files", position=0, state="done", done=60, total=60)
    access.report(job="demo", stage="assess", position=1, state=state, done=done, total=42_000)


@pytest.mark.django_db
def test_a_running_stage_is_asked_for_again() -> None:
    report("running", done=26_400)
    answer = Client().get(HERE)
    html = answer.content.decode()
    assert 'hx-get="/carga/"' in html and "vendor/htmx.min.js" in html
    text = words(answer.content)
    assert "26,400 / 42,000" in text
    assert "Cada etapa se puede mirar apenas termina" in text
    assert 'href="/cuenta/login/"' in html
    part = Client().get(HERE, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div") and "<html" not in part


@pytest.mark.django_db
def test_when_all_is_done_nothing_is_asked_again() -> None:
    report("done", done=42_000)
    html = Client().get(HERE).content.decode()
    assert "hx-get" not in html and "htmx.min.js" not in html


@pytest.mark.django_db
def test_without_a_load_the_page_says_so() -> None:
    text = words(Client().get(HERE).content)
    assert "Ahora no se está cargando ningún programa de ejemplo." in text


@pytest.mark.django_db
@pytest.mark.parametrize("documents", [False, True])
def test_no_stage_is_announced_that_nobody_will_do(documents: bool) -> None:
    announce(documents=documents)
    told = [stage.stage for stage in queries.progress(job="demo")]
    assert told == [one for one in STAGES if documents or one != "documents"]
    for place, stage in enumerate(STAGES):
        if stage in told:
            access.report(job="demo", stage=stage, position=place, state="done")
    assert not demo_is_loading()
