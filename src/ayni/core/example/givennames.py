"""Given names by sex and generation, the frequent ones first; our own lists."""

from __future__ import annotations

MEN_BEFORE = """
José Juan Luis Carlos Jorge Víctor Pedro Manuel Julio Segundo Santos Wilson Eusebio Teófilo
Hipólito Fortunato Emilio Alejandro Félix Pablo Francisco Antonio Miguel Andrés Simón Gregorio
Mariano Nicolás Leoncio Máximo Demetrio Sabino Saturnino Cirilo Lucio Isidro Marcelino Eleuterio
Faustino Casimiro Zenón Abel Elmer Óscar Raúl Rubén Walter César Ernesto Gilberto Edilberto Wilmer
Absalón Eleodoro Artemio Crisóstomo Hermenegildo Benito Justo Melchor Moisés Noé Pascual Porfirio
Ricardo Roberto Santiago Severino Tomás Valentín Vicente Wálter Américo Feliciano Gumercindo
Inocencio Clodomiro
"""

WOMEN_BEFORE = """
María Rosa Juana Ana Carmen Julia Luz Teresa Victoria Elena Santos Flor Gladys Norma Martha
Felícita Eulalia Hermelinda Maximiliana Zenaida Esperanza Dominga Paulina Sabina Fortunata
Gregoria Leonarda Margarita Petronila Rosalía Silvia Nelly Olga Raquel Sofía Blanca Bertha Edith
Elvira Emérita Irma Isabel Lidia Lucila Marcelina Marina Mercedes Nilda Otilia Pilar Rebeca Ruth
Sara Sonia Susana Yolanda Yrene Zoila Agripina Asunta Catalina Clotilde Delfina Dionisia Epifania
Filomena Genoveva Herlinda Justina Melchora Natividad Primitiva Saturnina Tomasa Vilma Virginia
Visitación
"""

MEN_SINCE = """
Luis José Jhon Juan Jean Kevin Brayan Cristian Diego Alexander Jhonatan Ángel Edwin Elvis Frank
Franklin Gianmarco Harold Henry Iker Jairo Jefferson Jhosep Joel Josué Leonel Liam Marco Mateo
Matías Maycol Neymar Piero Ronaldo Santiago Sebastián Sergio Thiago Yeferson Yonel Adriano Alan
Anderson Benjamín Cristhofer Dayron Deivis Dylan Edson Eduardo Emerson Erick Fabricio Fernando
Gael Ian Illari Inti Amaru Jeremy Leandro Lionel Mijael Nilson Rodrigo Royer Samir Yampier Wayra
Rumi Atoq Yaku Sami Kusi
"""

WOMEN_SINCE = """
María Luz Ana Rosa Nayeli Brenda Camila Daniela Dayana Estrella Fiorella Flor Gabriela Génesis
Jazmín Jhoselyn Karen Katherine Kiara Leydi Lizbeth Luciana Maricielo Mayra Melany Mía Milagros
Naomi Noelia Rosmery Ruth Sayuri Shirley Sofía Soledad Thalía Valeria Xiomara Yadira Yaneth
Yesenia Yuliana Zoe Alejandra Angie Araceli Ariana Briana Celeste Cielo Cristel Danna Diana Emily
Esther Evelyn Greysi Heidi Antonella Abigail Killa Illari Sumaq Nina Urpi Qoyllur Sisa Wara Tika
Yarita Nayra Suma Kantuta Pakuri
"""

BY_SEX_AND_TIME: dict[tuple[str, bool], str] = {
    ("M", False): MEN_BEFORE,
    ("F", False): WOMEN_BEFORE,
    ("M", True): MEN_SINCE,
    ("F", True): WOMEN_SINCE,
}

#: Persons born from this year on take the younger lists.
NEW_NAMES_FROM = 1988
FLATNESS = 5


def given_weights(*, sex: str, since: bool) -> tuple[list[str], list[float]]:
    """Give the names of a sex and a generation and their shares, which sum to one."""
    names = BY_SEX_AND_TIME[sex, since].split()
    weights = [1 / (rank + FLATNESS) for rank in range(len(names))]
    return names, [weight / sum(weights) for weight in weights]
