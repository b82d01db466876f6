"""Draw the muestrario, the doors and the error pages into a folder, without a database.

python -m tools.gallery.render FOLDER [--vendor var/web/vendor] [--language es]
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "ayni" / "web"
CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 260"><g fill="#28613f">
<rect x="30" y="60" width="60" height="170"/><rect x="120" y="52" width="60" height="178"/>
<rect x="210" y="70" width="60" height="160"/><rect x="300" y="66" width="60" height="164"/>
<rect x="390" y="90" width="60" height="140"/><rect x="480" y="110" width="50" height="120"/></g>
<path d="M20 230h525" stroke="#66574b"/></svg>"""


def nowhere(request: HttpRequest) -> HttpResponse:
    """Stand for an address that the drawing only names."""
    return HttpResponse(status=204)


_NAMES = ("account_login", "account_logout", "account_change_password", "mfa_index")
urlpatterns = [
    path("idioma/", include("django.conf.urls.i18n")),
    *(path(f"{name}/", nowhere, name=name) for name in _NAMES),
]


class SignIn(forms.Form):
    """The fields that the real sign-in shows."""

    login = forms.CharField(label="Usuario")
    password = forms.CharField(label="Contraseña", widget=forms.PasswordInput)


def prepare() -> None:
    """Configure Django for drawing only: no database, no sessions."""
    if settings.configured:
        return
    settings.configure(
        SECRET_KEY="drawing-only",
        ROOT_URLCONF="tools.gallery.render",
        INSTALLED_APPS=["django.contrib.staticfiles", "ayni.web"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [WEB / "templates"],
                "OPTIONS": {"libraries": {"ayni": "ayni.web.templatetags.ayni"}},
            }
        ],
        STATIC_URL="/static/",
        LANGUAGE_CODE="es",
        LANGUAGES=[("es", "Español"), ("en", "English"), ("pt", "Português")],
        LOCALE_PATHS=[WEB / "locale"],
        USE_TZ=True,
        TIME_ZONE="America/Lima",
    )
    django.setup()


def draw(*, language: str = "es", theme: str = "") -> dict[str, str]:
    """Give the pages by file name."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory
    from django.utils import translation

    from tools.gallery import content

    request = RequestFactory().get("/")
    page = content.page() | {"theme": theme}
    accounts = [
        {"role": "Oficial de afiliación", "name": "lucia"},
        {"role": "Clínica", "name": "pedro"},
    ]
    drawings = {
        "gallery.html": ("ayni/gallery.html", page | content.parts()),
        "login.html": ("account/login.html", page | {"form": SignIn(), "demo_accounts": accounts}),
        "login-error.html": ("account/login.html", page | {"form": SignIn({"login": "x"})}),
    }
    for code in (400, 403, 404, 500):
        drawings[f"{code}.html"] = (f"{code}.html", {"support_id": "K7Q2-90AB", "theme": theme})
    with translation.override(language):
        return {
            name: render_to_string(template, dict(values), request)
            for name, (template, values) in drawings.items()
        }


def write(folder: Path, *, vendor: Path, language: str = "es") -> None:
    """Write the pages and what they load, ready for any static server."""
    static = folder / "static"
    shutil.copytree(WEB / "static", static, dirs_exist_ok=True)
    shutil.copytree(vendor, static / "vendor", dirs_exist_ok=True)
    (folder / "chart.svg").write_text(CHART, encoding="utf-8")
    for name, html in draw(language=language).items():
        (folder / name).write_text(html, encoding="utf-8")


def main() -> None:
    """Read the arguments and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vendor", type=Path, default=ROOT / "var" / "web" / "vendor")
    parser.add_argument("--language", default="es")
    asked = parser.parse_args()
    prepare()
    write(asked.folder, vendor=asked.vendor, language=asked.language)


if __name__ == "__main__":
    main()
