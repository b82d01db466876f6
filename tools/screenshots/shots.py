"""The pictures to take. Each page is one line; the docs and the README show them by name.

No number of a person or an association stands here: an address is found on the pages, as a person
finds it. ``follow`` holds patterns of addresses: on each page the first link of that kind is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]
DESKTOP, PHONE = 1280, 360
HEAD, SECRETARY, CLERK = "direccion", "secretaria", "admision"
#: The demo's other two secretaries: of the largest cooperative, and of one that never paid.
LARGEST, UNPAID = "secretaria2", "secretaria3"

OFFICE_PLACES = r"/oficina/asociaciones/\d+/"
OFFICE_PERSONS = r"/oficina/personas/\d+/"
FAMILIES = "/asociacion/familias/"
#: One family under three schemes, six years: the worked example that the page itself offers.
COMPARED = (
    "/esquemas/comparar/?ver=comparar&esquema=pe-modelo-colectivo&esquema=cr-ccss-convenio"
    "&esquema=pe-essalud-agrario-independiente&ingreso-PEN=1130&ingreso-CRC=373092"
    "&derechohabientes=4&edad=38&sexo=M&cosecha=4&cosecha=5&cosecha=6&desde=2020&hasta=2026&mes=4#respuesta"
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as one user of the accounts file sees it; ``user`` is empty for nobody.

    ``asked_for``: a user whose list of families gives the document number to ask for, before ``user``
    comes in: the first number of the list is written in the field of ``path`` and sent.
    """

    name: str
    path: str
    user: str = ""
    widths: tuple[int, ...] = (DESKTOP,)
    scheme: Scheme = "light"
    height: int = 800
    follow: tuple[str, ...] = ()
    asked_for: str = ""


SHOTS: tuple[Shot, ...] = (
    Shot("entrar", "/cuenta/login/"),
    Shot("office-home", "/oficina/", HEAD, height=1500),
    Shot(
        "office-association",
        "/oficina/asociaciones/?orden=deuda",
        HEAD,
        follow=(OFFICE_PLACES,),
        height=1640,
    ),
    Shot(
        "person",
        "/oficina/personas/",
        HEAD,
        asked_for=SECRETARY,
        follow=(OFFICE_PERSONS,),
        height=1225,
    ),
    Shot("scheme", "/esquemas/cr-ccss-convenio/", HEAD, height=1500),
    Shot("schemes-compared", COMPARED, HEAD, height=1700),
    Shot("association-home", "/asociacion/", SECRETARY, widths=(DESKTOP, PHONE), height=882),
    Shot(
        "association-roster",
        "/asociacion/nominas/",
        LARGEST,
        follow=(r"/asociacion/nominas/\d+/",),
        height=1200,
    ),
    Shot(
        "clinic-answer",
        "/clinica/",
        CLERK,
        widths=(DESKTOP, PHONE),
        asked_for=SECRETARY,
        height=1000,
    ),
    Shot(
        "clinic-not-covered",
        "/clinica/",
        CLERK,
        scheme="dark",
        asked_for=UNPAID,
        height=1000,
    ),
    Shot("loading", "/carga/", height=960),
)
