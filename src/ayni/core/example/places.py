"""Regions with their share of the families, harvest, facilities; names of cooperatives.

Cooperatives and facilities are invented and carry the mark ``(ejemplo)``; a likeness is chance.
"""

from __future__ import annotations

MARK = "(ejemplo)"

#: Parts per thousand of the families. The first five are the 2017 shares of coffee output
#: (domain.md 5.1); the rest is split over three regions without a figure there [assumption].
REGION_SHARES = {
    "San Martín": 267,
    "Junín": 220,
    "Cajamarca": 188,
    "Amazonas": 121,
    "Cusco": 78,
    "Puno": 50,
    "Pasco": 40,
    "Ayacucho": 36,
}

NORTH, CENTRE, SOUTH = "north", "centre", "south"

ZONES = {
    "San Martín": NORTH,
    "Cajamarca": NORTH,
    "Amazonas": NORTH,
    "Junín": CENTRE,
    "Pasco": CENTRE,
    "Ayacucho": CENTRE,
    "Cusco": SOUTH,
    "Puno": SOUTH,
}

#: Harvest cash by month, January to December, in percent [assumption]; ``national``: domain.md 5.2,
#: zones bend it to their own peak (north June-July, centre May-June, south June-August).
HARVEST = {
    "national": (0, 1, 6, 15, 21, 21, 16, 9, 6, 3, 1, 1),
    NORTH: (0, 0, 3, 13, 20, 24, 19, 11, 7, 2, 1, 0),
    CENTRE: (0, 2, 9, 18, 24, 22, 12, 6, 4, 2, 1, 0),
    SOUTH: (0, 0, 2, 12, 18, 22, 20, 13, 7, 4, 1, 1),
}

#: Invented facilities of attachment: code, name. The institution's network is not copied.
FACILITIES = {
    "San Martín": ("EJ-SM-01", "Centro de Atención Primaria Río Claro (ejemplo)"),
    "Junín": ("EJ-JU-01", "Centro de Atención Primaria Las Orquídeas (ejemplo)"),
    "Cajamarca": ("EJ-CA-01", "Centro de Atención Primaria El Bosquecito (ejemplo)"),
    "Amazonas": ("EJ-AM-01", "Posta Médica Siete Cataratas (ejemplo)"),
    "Cusco": ("EJ-CU-01", "Centro de Atención Primaria La Cascada (ejemplo)"),
    "Puno": ("EJ-PU-01", "Posta Médica Ceja de Nube (ejemplo)"),
    "Pasco": ("EJ-PA-01", "Posta Médica Cedro Alto (ejemplo)"),
    "Ayacucho": ("EJ-AY-01", "Posta Médica Valle de los Colibríes (ejemplo)"),
}

KINDS = (
    "Cooperativa Agraria Cafetalera",
    "Cooperativa Agraria Cafetalera",
    "Cooperativa Agraria",
    "Cooperativa Agroindustrial",
)

STEMS = tuple(
    """
    Valle Hermoso|Flor de Neblina|Tres Quebradas|Nueva Alborada|Cerro Encantado|Alto Cedral
    Aroma de Altura|Los Helechos|Río de Piedra|Grano Dorado|Quebrada Honda|Cumbre Verde
    Sombra de Guaba|Dos Vertientes|Mirador del Sol|Agua Blanca|Palo Colorado|Monte Sereno
    Cruz de Camino|Buen Retorno|Cafetal del Rocío|Laderas Unidas|Nuevo Sendero|La Pomarrosa
    Puerto Colibrí|Semilla Andina|Manos Juntas|Alto Lucero|Las Retamas|Tierra Roja
    Camino Real|Luna Llena|Bosque Nublado|Los Gallitos|Ceja de Montaña|Tambo Viejo
    La Esperanza del Monte|Cascada Azul|Puente de Lianas|Madre Selva|El Cedro Amargo
    Wayra Kuska|Ayni Llaqta|Sumaq Chakra|Inti Wasi|Yaku Pukyu|Kuska Llamkay|Rumi Ñan|Tikary
    Suma Aruma|Jiwasa|Nantu Ujea|Tsamani|Kemito|Sachayuyo|Musuq Kawsay|Puka Cereza
    Laguna Escondida|Cordillera Nueva|Las Tres Tinajas
    """.strip()
    .replace("\n", "|")
    .split("|")
)

COMMITTEES = tuple(
    """
    San Isidro|Santa Rosa|Nuevo Progreso|Alto Perú|La Unión|Villa Alegre|El Milagro|San Juan
    Santa Ana|Pueblo Nuevo|Los Ángeles|Bellavista|El Triunfo|San Pedro|Nueva Esperanza
    La Victoria|Cruz Pampa|Puerto Libre|Alto Sol|Miraflores
    """.strip()
    .replace("\n", "|")
    .split("|")
)


def cooperative_name(index: int) -> str:
    """Give the invented name of the cooperative at this place.

    >>> cooperative_name(0)
    'Cooperativa Agraria Cafetalera Valle Hermoso (ejemplo)'
    """
    stem = STEMS[index % len(STEMS)].strip()
    return f"{KINDS[index % len(KINDS)]} {stem} {MARK}"


def committee_name(*, index: int, cooperative: int) -> str:
    """Give the name of a committee: the list starts elsewhere in each cooperative."""
    return COMMITTEES[(index + 3 * cooperative) % len(COMMITTEES)].strip()
