"""Activities by class of ISIC Rev. 4: those that parties of this software have, with their titles.

Source: United Nations, International Standard Industrial Classification of All Economic Activities, Revision 4
(Statistical Papers M 4/Rev. 4, 2008). The English titles are its own; the Spanish and Portuguese ones follow CIIU
Rev. 4 and CNAE 2.0 usage. A class that is not here is refused: add it with its title.
"""

from __future__ import annotations

from collections.abc import Mapping

Title = Mapping[str, str]


class UnknownClass(ValueError):
    """A code that is no class we know."""


def _title(en: str, es: str, pt: str) -> Title:
    return {"es": es, "en": en, "pt": pt}


# fmt: off
CLASSES: Mapping[str, Title] = {
    "0111": _title("Growing of cereals (except rice), leguminous crops and oil seeds", "Cultivo de cereales (excepto arroz), legumbres y semillas oleaginosas", "Cultivo de cereais (exceto arroz), leguminosas e sementes oleaginosas"),
    "0112": _title("Growing of rice", "Cultivo de arroz", "Cultivo de arroz"),
    "0113": _title("Growing of vegetables and melons, roots and tubers", "Cultivo de hortalizas y melones, raíces y tubérculos", "Cultivo de hortaliças e melões, raízes e tubérculos"),
    "0114": _title("Growing of sugar cane", "Cultivo de caña de azúcar", "Cultivo de cana-de-açúcar"),
    "0115": _title("Growing of tobacco", "Cultivo de tabaco", "Cultivo de tabaco"),
    "0116": _title("Growing of fibre crops", "Cultivo de plantas de fibra", "Cultivo de plantas de fibra"),
    "0119": _title("Growing of other non-perennial crops", "Cultivo de otras plantas no perennes", "Cultivo de outras plantas não perenes"),
    "0121": _title("Growing of grapes", "Cultivo de uva", "Cultivo de uva"),
    "0122": _title("Growing of tropical and subtropical fruits", "Cultivo de frutas tropicales y subtropicales", "Cultivo de frutas tropicais e subtropicais"),
    "0123": _title("Growing of citrus fruits", "Cultivo de cítricos", "Cultivo de cítricos"),
    "0124": _title("Growing of pome fruits and stone fruits", "Cultivo de frutas de pepita y de hueso", "Cultivo de frutas de pomo e de caroço"),
    "0125": _title("Growing of other tree and bush fruits and nuts", "Cultivo de otros frutos y nueces de árboles y arbustos", "Cultivo de outros frutos e nozes de árvores e arbustos"),
    "0126": _title("Growing of oleaginous fruits", "Cultivo de frutos oleaginosos", "Cultivo de frutos oleaginosos"),
    "0127": _title("Growing of beverage crops", "Cultivo de plantas con las que se preparan bebidas", "Cultivo de plantas para preparar bebidas"),
    "0128": _title("Growing of spices, aromatic, drug and pharmaceutical crops", "Cultivo de especias y de plantas aromáticas, medicinales y farmacéuticas", "Cultivo de especiarias e de plantas aromáticas, medicinais e farmacêuticas"),
    "0129": _title("Growing of other perennial crops", "Cultivo de otras plantas perennes", "Cultivo de outras plantas perenes"),
    "0141": _title("Raising of cattle and buffaloes", "Cría de ganado bovino y búfalos", "Criação de bovinos e búfalos"),
    "0144": _title("Raising of sheep and goats", "Cría de ovejas y cabras", "Criação de ovinos e caprinos"),
    "0145": _title("Raising of swine/pigs", "Cría de cerdos", "Criação de suínos"),
    "0146": _title("Raising of poultry", "Cría de aves de corral", "Criação de aves"),
    "0149": _title("Raising of other animals", "Cría de otros animales", "Criação de outros animais"),
    "0150": _title("Mixed farming", "Cultivo de productos agrícolas en combinación con la cría de animales", "Agropecuária mista"),
    "0161": _title("Support activities for crop production", "Actividades de apoyo a la agricultura", "Atividades de apoio à agricultura"),
    "0210": _title("Silviculture and other forestry activities", "Silvicultura y otras actividades forestales", "Silvicultura e outras atividades florestais"),
    "0311": _title("Marine fishing", "Pesca marítima", "Pesca marítima"),
    "0312": _title("Freshwater fishing", "Pesca de agua dulce", "Pesca em água doce"),
    "0321": _title("Marine aquaculture", "Acuicultura marítima", "Aquicultura marítima"),
    "0322": _title("Freshwater aquaculture", "Acuicultura de agua dulce", "Aquicultura em água doce"),
    "1079": _title("Manufacture of other food products n.e.c.", "Elaboración de otros productos alimenticios n.c.p.", "Fabricação de outros produtos alimentícios n.e."),
    "4620": _title("Wholesale of agricultural raw materials and live animals", "Venta al por mayor de materias primas agropecuarias y animales vivos", "Comércio por atacado de matérias-primas agrícolas e animais vivos"),
    "4711": _title("Retail sale in non-specialized stores with food, beverages or tobacco predominating", "Venta al por menor en comercios no especializados con predominio de alimentos, bebidas o tabaco", "Comércio varejista não especializado com predominância de alimentos, bebidas ou tabaco"),
    "4781": _title("Retail sale via stalls and markets of food, beverages and tobacco products", "Venta al por menor de alimentos, bebidas y tabaco en puestos de venta y mercados", "Comércio varejista de alimentos, bebidas e tabaco em bancas e feiras"),
    "4782": _title("Retail sale via stalls and markets of textiles, clothing and footwear", "Venta al por menor de textiles, prendas de vestir y calzado en puestos de venta y mercados", "Comércio varejista de têxteis, vestuário e calçados em bancas e feiras"),
    "4789": _title("Retail sale via stalls and markets of other goods", "Venta al por menor de otros productos en puestos de venta y mercados", "Comércio varejista de outros produtos em bancas e feiras"),
    "4922": _title("Other passenger land transport", "Otras actividades de transporte por vía terrestre de pasajeros", "Outros transportes terrestres de passageiros"),
    "4923": _title("Freight transport by road", "Transporte de carga por carretera", "Transporte rodoviário de carga"),
    "8430": _title("Compulsory social security activities", "Actividades de planes de seguridad social de afiliación obligatoria", "Seguridade social obrigatória"),
    "9411": _title("Activities of business and employers membership organizations", "Actividades de asociaciones empresariales y de empleadores", "Atividades de organizações empresariais e patronais"),
    "9420": _title("Activities of trade unions", "Actividades de sindicatos", "Atividades de sindicatos"),
}
#: The first two figures of a class -> its section: the sector.
SECTIONS: Mapping[str, Title] = {
    "A": _title("Agriculture, forestry and fishing", "Agricultura, ganadería, silvicultura y pesca", "Agricultura, pecuária, produção florestal, pesca e aquicultura"),
    "C": _title("Manufacturing", "Industrias manufactureras", "Indústrias de transformação"),
    "G": _title("Wholesale and retail trade; repair of motor vehicles and motorcycles", "Comercio al por mayor y al por menor; reparación de vehículos", "Comércio; reparação de veículos"),
    "H": _title("Transportation and storage", "Transporte y almacenamiento", "Transporte e armazenagem"),
    "O": _title("Public administration and defence; compulsory social security", "Administración pública y defensa; seguridad social obligatoria", "Administração pública, defesa e seguridade social"),
    "S": _title("Other service activities", "Otras actividades de servicios", "Outras atividades de serviços"),
}
# fmt: on
_DIVISIONS = ((3, "A"), (33, "C"), (47, "G"), (53, "H"), (84, "O"), (96, "S"))
#: Activities as schemes name them -> the classes that fit; the first is taken when nobody says more.
OF_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "cafe": ("0127",),
    "cacao": ("0127",),
    "yerba_mate": ("0127",),
    "pesca_artesanal": ("0311", "0312"),
    "mercado": ("4781", "4782", "4789", "4711"),
    "taxi": ("4922",),
    "agricultura": ("0150", "0113", "0119", "0129", "0127"),
    "rural": ("0150", "0113", "0119", "0129"),
}


def isic_class(text: str) -> str:
    """Give the class a text names (``0127`` or ``0127 Cultivo ...``), or refuse it."""
    code = text.strip()[:4]
    if code not in CLASSES or text.strip()[4:5].isdigit():
        raise UnknownClass(text.strip())
    return code


def section_of(code: str) -> str:
    """Give the letter of the section of a class.

    >>> section_of("0127"), section_of("4922")
    ('A', 'H')
    """
    division = int(isic_class(code)[:2])
    return next(letter for last, letter in _DIVISIONS if division <= last)


def classes_of(activity: str) -> tuple[str, ...]:
    """List the classes that fit an activity of a scheme; an activity nobody linked has none."""
    return OF_SCHEMES.get(activity, ())
