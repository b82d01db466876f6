"""Words of the back office for what the rooms below name by a code."""

from __future__ import annotations

from django.utils.translation import gettext as _


def change_names() -> dict[str, str]:
    """Name the tables that the journal speaks of."""
    return {
        "access_institution": _("institución"),
        "access_invitation": _("invitaciones"),
        "access_mandate": _("mandatos"),
        "access_user": _("cuentas de usuario"),
        "access_token": _("claves de programas"),
        "affiliation_roster": _("nóminas recibidas"),
        "affiliation_roster_applied": _("nóminas aplicadas"),
        "affiliation_movement": _("movimientos de afiliación"),
        "affiliation_condition": _("condiciones de derechohabientes"),
        "alliance_association": _("asociaciones"),
        "alliance_agreement": _("convenios"),
        "alliance_agreement_version": _("versiones de convenio"),
        "alliance_adhesion": _("adhesiones"),
        "alliance_membership": _("centros de asociaciones"),
        "alliance_identity": _("números legales"),
        "alliance_evidence": _("papeles de asociaciones"),
        "alliance_activity": _("actividades de asociaciones"),
        "alliance_seat": _("sedes de asociaciones"),
        "alliance_officer": _("dirigentes"),
        "alliance_officer_invitation": _("dirigentes invitados"),
        "alliance_party_change": _("cambios de asociaciones"),
        "alliance_scheme": _("regímenes"),
        "alliance_scheme_text": _("textos de reglas"),
        "assessment_run": _("liquidaciones del mes"),
        "assessment_line": _("líneas por familia"),
        "assessment_notice": _("avisos"),
        "assessment_notice_document": _("avisos impresos"),
        "collection_statement": _("estados de cuenta"),
        "collection_bank_entry": _("movimientos del banco"),
        "collection_receipt": _("pagos recibidos"),
        "collection_disposition": _("destinos de pagos"),
        "collection_allocation": _("asignaciones a familias"),
        "collection_reversal": _("devoluciones"),
        "document_file": _("archivos"),
        "entitlement_record": _("meses acreditados"),
        "ledger_account": _("cuentas contables"),
        "ledger_entry": _("asientos"),
        "ledger_posting": _("apuntes"),
        "registry_facility": _("establecimientos"),
        "registry_family": _("familias"),
        "registry_person": _("personas"),
        "registry_person_fact": _("datos de personas"),
    }


def verb_names() -> dict[str, str]:
    """Name what was done, where it was not adding."""
    return {"update": _("cambio"), "delete": _("borrado"), "erase": _("supresión de datos")}


def severity_names() -> dict[str, str]:
    """Give the sign of a row problem's severity."""
    return {"refuse": "error", "doubt": "doubt", "note": "notice"}


def registry_doubts() -> dict[str, tuple[str, str]]:
    """Say what the registry doubts of a row (beside the words of `core.affiliation`), and what to do."""
    return {
        "outside_entry_months": (
            _("El convenio no deja entrar familias nuevas en este mes."),
            _("Inclúyala en la nómina del próximo mes de ingreso."),
        ),
        "affiliated_elsewhere": (
            _("Esta persona ya está afiliada en otra asociación."),
            _("Pregunte a la persona en cuál queda y avise a la otra asociación."),
        ),
        "number_of_another_person": (
            _("Este número ya está registrado con otro nombre y otra fecha de nacimiento."),
            _("Compare con el documento de la persona."),
        ),
        "too_many_of_relation": (
            _("La familia tiene más personas con este parentesco de las que el esquema protege."),
            _(
                "El esquema protege como máximo %(limit)s: vea a quién corresponde, con su documento."
            ),
        ),
    }
