"""Surnames of the coffee regions by origin, the frequent ones first; and who lives where.

Lists are our own, written from general knowledge of Peruvian surnames; no register was copied. The
weight of a surname is ``1 / (rank + FLATNESS)``, so that Quispe is common and Ccapcha is rare.
"""

from __future__ import annotations

SPANISH = """
García Flores Rodríguez Sánchez Rojas Díaz Torres López González Pérez Chávez Vásquez Ramos
Ramírez Castillo Espinoza Fernández Gutiérrez Mendoza Cruz Vargas Castro Romero Rivera Gómez
Salazar Medina Jiménez Martínez Silva Guerrero Delgado Herrera Reyes Cárdenas Aguilar Carrasco
Cabrera Campos Núñez Alvarado Bustamante Tello Cieza Tarrillo Guevara Julca Huamán Villanueva
Becerra Zamora Dávila Gonzales Ruiz Soto Vega Peña Palomino Ortiz Morales Córdova Valdivia Ríos
Zevallos Montenegro Coronel Alarcón Barboza Irigoín Idrogo Burga Fonseca Segura Paredes Zumaeta
Arista Santillán Rengifo Pinedo Saldaña Linares Cubas Mego Altamirano Olivera Carranza Quiroz
Terrones Chuquimango Vílchez Ocampo Bellido Bendezú Canales Ibáñez Arévalo Bardales Grández Mori
Ushiñahua Navarro Trigoso Cachay Llanos Solano Ordóñez Pacheco Galindo Ávalos Miranda Santa_Cruz
De_la_Cruz Del_Águila De_los_Ríos San_Martín
"""

QUECHUA = """
Quispe Huamán Condori Ccori Huanca Sullca Poma Yupanqui Huarcaya Ccoyllo Atauchi Cusihuamán
Ñaupari Chuquihuaccha Curi Ccahua Huaranca Huillca Pumacahua Tito Champi Quillahuamán Huaylla
Sihuay Inga Ccapcha Rimachi Sinchi Auccapuma Llacta Taipe Huayta Cóndor Chuquillanqui Ñahui Unocc
Paucar Tacuri Cahuana Ccente Huallpa Oré Allcca Yauri Pariona Huarhua Rojas Suárez Ccama Ñahuinlla
Lliuya Huaroc Astohuamán Chumbe Orihuela Cunya Raymundo Laurente Capcha Mayta Quintanilla Cusi
Sota Villca Tupa Huillcahuamán Ccasa Achahui Llamocca Ccopa Zárate
"""

AYMARA = """
Mamani Condori Choque Apaza Ticona Calisaya Chambi Mayta Catacora Limachi Nina Laura Coila Cutipa
Ramos Huanacuni Chura Quenta Pari Larico Turpo Alanoca Ccallo Maquera Choquehuanca Yujra Arpasi
Canqui Charaja Pilco Tarqui Machaca Ayamamani Jahuira Layme Luque Mullisaca Callata Poccohuanca
Vilca Inofuente Lipa
"""

CENTRAL_AMAZON = """
Camacho Quinchoker Chiri Shariva Mahuanca Pérez Sebastián Ñaco Ashenga Quinchori Shingari Pascual
Cushimariano Chimanga Cárdenas Rosas Leguía Chumpate Bernata Vásquez Machari Shimpa Samaniego
Catashunga Chirisente Cruz Lázaro Espíritu Tomás Mishari Sharete Quicha Huaroco Ricardo Antúnez
Quiñones
"""

NORTH_AMAZON = """
Wajai Kuja Tsamaraín Chumap Antún Ampam Yagkug Sejekam Tii Paati Ugkum Shimpukat Nampag Juwau
Tsejem Chamik Entsakua Petsa Kantuash Sharián Nanchijam Ijisam Atamaín Cuñachí Wampusang Esamat
Dupis Katan Chuín Ayui
"""

LAMAS = """
Tapullima Sangama Salas Cachique Guerra Shupingahua Amasifuén Ishuiza Pashanasi Sinarahua Tuanama
Isuiza Satalaya Lozano Chujutalli Pisango Fasabi Apagüeño Shapiama Cenepo Mozombite Upiachihua
Cumapa Panaifo Tangoa Ojanama Huansi Pizango Chashnamote Mendoza
"""

COSTA_RICAN = """
Rodríguez Vargas Jiménez Mora Rojas González Hernández Ramírez Castro Sánchez Alvarado Solano Quesada
Chaves Salazar Araya Arias Campos Chacón Ureña Monge Fallas Navarro Cordero Umaña Valverde Naranjo
Esquivel Brenes Zúñiga Méndez Vega Gamboa Castillo Blanco Elizondo Barrantes Granados Cascante
Villalobos Montero Segura Calderón Bonilla Retana Badilla Céspedes Abarca Picado Camacho Leiva Piedra
Robles Portuguez Hidalgo Mata Garro Corrales Bolaños Marín
"""

POOLS = {
    "costa_rican": COSTA_RICAN,
    "spanish": SPANISH,
    "quechua": QUECHUA,
    "aymara": AYMARA,
    "central_amazon": CENTRAL_AMAZON,
    "north_amazon": NORTH_AMAZON,
    "lamas": LAMAS,
}

FLATNESS = 6

#: Share of each origin by region, in percent: an assumption of the example, not a census.
ORIGINS = {
    "San Martín": {"spanish": 74, "lamas": 18, "quechua": 4, "north_amazon": 4},
    "Junín": {"spanish": 42, "quechua": 40, "central_amazon": 18},
    "Cajamarca": {"spanish": 90, "quechua": 8, "north_amazon": 2},
    "Amazonas": {"spanish": 76, "north_amazon": 20, "quechua": 4},
    "Cusco": {"quechua": 66, "spanish": 29, "central_amazon": 5},
    "Puno": {"aymara": 56, "quechua": 30, "spanish": 14},
    "Pasco": {"spanish": 42, "quechua": 38, "central_amazon": 20},
    "Ayacucho": {"quechua": 62, "spanish": 34, "central_amazon": 4},
}

#: The same of regions beyond the coffee programme.
ELSEWHERE = {"Los Santos": {"costa_rican": 100}}


class UnknownRegion(KeyError):
    """A region the example holds no names for."""


def surname_weights(region: str) -> tuple[list[str], list[float]]:
    """Give the surnames of a region and their shares, which sum to one."""
    origins = ORIGINS | ELSEWHERE
    if region not in origins:
        raise UnknownRegion(region)
    shares: dict[str, float] = {}
    for origin, percent in origins[region].items():
        pool = POOLS[origin].split()
        whole = sum(1 / (rank + FLATNESS) for rank in range(len(pool)))
        for rank, surname in enumerate(pool):
            share = percent / 100 / (rank + FLATNESS) / whole
            shares[surname.replace("_", " ")] = shares.get(surname, 0.0) + share
    return list(shares), list(shares.values())
