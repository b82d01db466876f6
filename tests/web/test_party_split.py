"""The page on which a split names its families: seen first, recorded after, every fault beside its field."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_queries
from ayni.apps.alliance.actions import NewAssociation, make_association
from ayni.apps.sql.frames import value
from tests.web.office_fixtures import Office, SignedIn, day, office, signed_in, words
from tests.web.portal_world import SYSTEM

__all__ = ["day", "office", "signed_in"]
DECEMBER = "2026-12-01"


def register() -> int:
    """Register the one that splits off."""
    new = NewAssociation(
        code="NUEVA", name="Nueva", kind="cooperative", region="Cusco", activity="cafe"
    )
    with acting(SYSTEM):
        return make_association(actor=SYSTEM, new=new)


def standing(association: int) -> int:
    """Count who stands in an association."""
    with acting(SYSTEM):
        return int(
            value(
                "SELECT count(*) FROM affiliation_span WHERE association = %s AND ends IS NULL",
                (association,),
            )
        )


def token(association: int) -> str:
    """Give what the form says it was made upon."""
    with acting(SYSTEM):
        return str(party_queries.token(association=association, section="changes"))


def test_the_families_are_seen_first_and_then_go(office: Office, signed_in: SignedIn) -> None:
    first = office.world.first
    new, before = register(), standing(first)
    page = f"/oficina/asociaciones/{first}/dividir/"
    client = signed_in("affiliation")
    assert page in client.get(f"/oficina/asociaciones/{first}/cambios/").content.decode()
    assert "Ver quiénes se irían" in words(client.get(page).content)
    sent = {"accion": "ver", "dia": DECEMBER, "numeros": "40123456", "visto": token(first)}
    seen = words(client.post(page, sent).content)
    assert "Familias que se van: 1 . Personas: 2 . Familias que se quedan: 1 ." in seen
    assert "QUISPE MAMANI, ROSA 40123456" in seen
    assert standing(first) == before
    last = {"accion": "registrar", "otra": "NUEVA", "motivo": "Asamblea"}
    for given, said in (
        ({"otra": "NADIE"}, "Nadie tiene aquí ese código"),
        ({"motivo": " "}, "Falta este dato"),
        ({"visto": str(int(token(first)) + 7)}, "Otra persona cambió esto"),
    ):
        answer = client.post(page, sent | last | given)
        assert (answer.status_code, said in words(answer.content)) == (422, True), given
    assert standing(first) == before
    told = words(client.post(page, sent | last, follow=True).content)
    assert "Familias que pasaron: 1; personas: 2. Nadie pierde un día" in told
    assert (standing(first), standing(new)) == (before - 2, 2)


def test_what_is_wrong_in_the_list_is_told_and_nobody_goes(
    office: Office, signed_in: SignedIn
) -> None:
    first = office.world.first
    page = f"/oficina/asociaciones/{first}/dividir/"
    client = signed_in("affiliation")
    before = standing(first)
    good = {"accion": "ver", "dia": DECEMBER, "numeros": "40123456", "visto": token(first)}
    for given, said in (
        ({"numeros": ""}, "Nombre por lo menos una familia"),
        ({"numeros": "40123456 40999999"}, "ese día: 40999999. Quítelos"),
        ({"numeros": "40123456 40123457"}, "Nombró a todas las familias"),
        ({"dia": "2026-12-02"}, "Elija el primer día de un mes"),
        ({"dia": "pronto"}, "Escriba el día así"),
        ({"lista": SimpleUploadedFile("lista.txt", b"\0\0")}, "debe ser un texto o CSV"),
    ):
        answer = client.post(page, good | given)
        assert (answer.status_code, said in words(answer.content)) == (422, True), given
    listed = SimpleUploadedFile("lista.csv", "DNI;Nombre\n40123457;HUAMÁN\n".encode())
    seen = words(client.post(page, good | {"numeros": "", "lista": listed}).content)
    assert "HUAMÁN MAMANI, JUAN" in seen
    assert standing(first) == before


def test_committees_are_offered_where_a_roster_names_them(
    office: Office, signed_in: SignedIn
) -> None:
    page = f"/oficina/asociaciones/{office.world.first}/dividir/?comites=1"
    assert "Elegir por comité" in words(signed_in("affiliation").get(page).content)
    for who in ("auditor", "collection", "first"):
        assert signed_in(who).get(page).status_code == 403
    assert signed_in("head").get("/oficina/asociaciones/999999/dividir/").status_code == 404
