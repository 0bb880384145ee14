"""How words look in the code pages of other languages: their letters, and what tells them apart.

Every pattern is one that no name of Western Europe has with the letters that stand in its place in
Windows-1252. So `ń` counts before a consonant only: its place is that of `ñ`, as in Muñoz.
"""

import re
from functools import cached_property
from typing import ClassVar

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_WESTERN = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽž"
_WESTERN_NAMES = """
    Siân Zoë Zoé Chloë Chloé Brontë Seán Séan Siobhán Róisín Ciarán Mairéad Áine Gráinne
    Pádraig Órla Órlaith Éamonn Éamon Étaín Úna Sinéad Caitríona Máire Máiréad Niamh Aisling
    Bríd Dónal Cathál Tomás Mícheál Muireann Éire Dáithí Oisín Fionnuala Clíona Deirdre
    Diarmáid Séamus Seósamh José André Andrée René Renée Noël Noé Noémie Joël Joëlle Raphaël
    Raphaëlle Michaël Gaël Gaëlle Anaïs Loïc Benoît Benoit François Françoise Hélène Irène
    Célia Cécile Élodie Éric Étienne Émile Gérard Frédéric Frédérique Stéphane Stéphanie
    Sébastien Jérôme Valérie Véronique Aimée Desirée Jürgen Günther Günter Müller Möller
    Schröder König Köhler Björn Jörg Jörn Sören Böhm Krüger Kühn Büttner Schäfer Bäcker Jäger
    Käthe Bär Färber Weiß Voß Strauß Groß Dürr Fürst Lübke Søren Jørgen Bjørn Øystein Øyvind
    Åse Åsa Håkan Måns Kjær Mårten Pär Älva Öberg Sjöberg Nyström Lindström Söderberg García
    Hernández González Rodríguez López Pérez Martínez Sánchez Gómez Muñoz Peña Núñez Jiménez
    Díaz Fernández Gutiérrez Ramírez Álvarez Suárez Vásquez Vázquez Méndez Domínguez Ibáñez
    Castañeda Yáñez Ordóñez Zúñiga Ángel Jesús Raúl Andrés Nicolás Matías Sebastián Adrián
    Julián Iván Rubén Martín Agustín Joaquín Víctor Héctor Óscar Mónica Verónica María Lucía
    Sofía Begoña João Simões Magalhães Gonçalves Conceição Araújo Antônio António Conceicão
    Guimarães Camões Inês Brandão Falcão Leitão Sebastião Gastão Assunção Façanha Lourenço
    Mendonça Proença Bragança Llŷr Gwên Siôn Lôn Glyndŵr Môn Iôn Nicolò Niccolò Forlì Dòmhnall
    Mòrag Seònaid Catrìona Màiri
"""
_CENTRAL_NAMES = """
    Łukasz Michał Paweł Rafał Stanisław Władysław Mirosław Jarosław Zdzisław Bolesław Wacław
    Bronisław Kamiński Wiśniewski Dąbrowski Zieliński Szymański Woźniak Kozłowski Jabłoński
    Wróbel Zając Michałowski Król Wieczorek Pawłowski Głowacki Ostrowski Jasiński Zięba
    Stępień Gołębiewski Żaneta Grażyna Elżbieta Małgorzata Bożena Śliwa Świątek Świderski
    Łapiński Żuk Wałęsa Sławomir Żak Růžička Martinů Hůlka Janů Petrů Kůrka Vůjtek Bůžek
    Dvořák Novotný Němec Zdeněk Luděk Jiří Ondřej Kučera Černý Procházková Čermák Říha Šimůnek
    Vaněk Koňařík Řezníček Ľudmila Ľubomír Ľuboš Ďuriš Tomáš Lukáš Aleš Beneš Miloš Matouš
    Matúš Bartoš Žižka Šimek Šimon Miloš Uroš Janoš Saša Kovač Kovačič Horvat Petrović
    Jovanović Marković Nikolić Milošević Ivanović Đorđević Đorđe Anđelko Anđela Đuro Lőrinc
    Lőrincz Gergő Dezső Jenő Ernő Erdős Petőfi Kővári Hegedűs Szűcs Fűzi Szőke Győző Kőszegi
    Győri Mező Bölöni Ionuț Ionuţ Mihăilă Mihăiță Cătălin Cătălina Mădălina Bogdăn Ştefan
    Şerban Dănuţ Constanţa Vlăduţ Răzvan Tănase Ţepeş Murgulescu Păun Stănescu Grigoraş Drăgan
    Năstase Lupaşcu
"""
_TURKISH_NAMES = """
    Ayşe Fatıma Yılmaz Yıldız Yıldırım Kılıç Aydın Şahin Çağrı Çağlar Doğan Erdoğan Oğuz Tuğba
    Uğur Buğra Yiğit Işık Barış Güneş Ateş Aktaş Demirtaş Taş Şen Şener Şule Şeker Şevket Aslı
    Aslıhan Altın Akın Yalçın Kadıoğlu İbrahim İsmail İlker İpek İrem İnci İhsan İdris İlhan
    İlyas İsa Ali Demir Emine Kadir Fatih Halil Selim Veli Deniz Melih Kerim Nesrin Yasin
    Hatice Zekiye Aliye Merih Eminoğlu Karadağ Akdağ Uludağ Dağ Eğe Ağca Bağcı Avcı Kırcı
    Balcı Yazıcı Sarı Kızıl Tatlı Nazlı Nazım Asım Kazım Cafer Rıza Kıvanç Ilgın Sıla Sıdıka
    Hıdır Kaçmaz Pınar Işıl Tanrıverdi Satılmış Karakış Öztaş Beşir Şimşek Reşat Neşe Eşref
    Haşim Maşallah Paşa Başar Köse Ağar Tuğrul Doğukan Çiğdem Bekiroğlu
"""
_BALTIC_NAMES = """
    Rūta Jūratė Eglė Aistė Dovilė Giedrė Ramunė Živilė Žydrūnas Žygimantas Šarūnas Arūnas
    Kęstutis Vytautas Kazimieras Žukauskas Stankevičius Petrauskaitė Jankauskienė Butkevičius
    Šimkus Ąžuolas Jānis Kārlis Mārtiņš Pēteris Kristīne Līga Ēriks Ģirts Māris Ināra Mārīte
    Ainārs Ilmārs Bērziņš Bērziņa Kalniņš Ozoliņš Ozols Liepiņš Krūmiņš Zariņš Krišjānis
    Sarmīte Rūdolfs Jūlija Jēkabs Ķirsis Ģertrūde Līva Zigmārs Guntārs Vilnis Dzintra Žanis
    Šteins Kristaps Dāvis Rēzekne Aija Ērika Elīna Kristīna Raimonds Kaspars Agnēta Inār
    Vītols Dainā Mūrnieks Grūbe Pūriņš Siliņš Vanags Āboliņš
"""
_CENTRAL_LETTERS = (
    "A-Za-zĄąĆćĘęŁłŃńÓóŚśŹźŻżÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžĽľĹĺŔŕÔôÄäÖöÜüŐőŰűĂăÂâÎîŞşŢţĐđËëÇçß"
)
_CENTRAL = r"""
    ał$ | [wzi]eł$ | [ouy]ł$ | \wł\w\w | \w\wł\w
  | ^ł(?:uka|oś|ob|óz|ód|yż|ys|ęc|ęt|ag|apa|api|az|ab|as)
  | \wą[bcdgjkłpstwzźżś] | [sc]ką$ | ię[bcdgkłptżźść] | węg | kę[dp] | ięt
  | ę(?:b[aios]|br|dr|dz|dk|k[aoi]|gr|gi|p[nk]|pi|ć|ż|ś|ź)
  | [aeiouyóąę]ń(?:[bdfgklmprstwz]|c(?!h)|$) | [aeiouyó]ś | ^ś(?:w|m[ie]|l[iąęu]|c[ią])
  | [aeiouyóąę]ź(?:[nwmdlbrckgtj]|$) | \wż\w | ^Ż\w\w | [iou]ć$ | [aeou]ćk | eć$ | ^ćw
  | ^č[aeiouáéíóú] | [aoáéíóúů]č[aeiouáéíóúk] | ič[eiaoíáék] | eč[eioáík] | uč[eukiaí]
  | [aei]č$ | [áíúý]č | rč[íáe] | [nl]č[eao][knrv]
  | [áíéýě]ř | ř[áíéýěů] | [aou]ř[aeiyk] | třeš | dřej | břez | při[bkdhv] | př[eo][crmvsk]
  | [aáeíu]ř$ | kři[žvš] | křen
  | něk$ | něm[eč] | děk$ | zděn | věr[ao]$ | běl[aáo] | těj | vaně
  | [aeiouá]ň(?:ek|ka|ko|ov|a$|os) | ^ďu[rď] | \wľ[a-zá] | ^Ľu | [aeiouyáéíó]ť\w
  | (?=\w*[šž])\w*[čřěňůďťľĺŕćđ] | đ(?:or|ur|ok|ev|ek|i) | ^đ[aeiou]
  | ő$ | ős$ | (?:sz|zs|cs|gy|ny|ly|ty)[őű] | [őű]\w*[áíóú] | [áíóú]\w*[őű] | fűz | dűs
  | ă(?:[bcdfgjlmnprtvx]|s\w|u) | uţ$ | nţ[aăiu] | [aei]ţ[iău] | ^ţ[eiu] | ^ş(?:tef|erb)
  | \w{2}ş$ | \wş[aeitc]
"""
_ISO_CENTRAL = (
    _CENTRAL
    + r"| [aeiouáéíó]š\w | ^š(?:im|ár|tě|te|ev|afa|eb) | [aeiou]ž\w | \wž[aeioáík] | ^ž[eiáoů]"
)
_TURKISH = r"""
    [cçşğ]ı | ı[cçşğ] | ı\w+ı\w | ^yı | (?=\w*[çüşğ])\w*ı | ^öz\w*ı | [aeiouıöü]ğ | [kptr]ınar
  | (?:ayd|alt|[ay]k|yalç|aks)ın | [lsnkdt]ız$ | ^sarı | ^kadı | bakır | aslı
  | ^İ(?:[bhklnps]|dri|m(?!ir))
  | ş$ | \wş[aiıüceçdfgkmlntsbhouö] | ^ş[aiıüç] | ^ş(?:en(?!g)|ek|ev|er|eh|ef|em|ey(?!r)|ul|uk|öh)
"""
_BALTIC = r"""
    (?:ait|\w{3}yt|\w{3}ut|ien|iūt)ė$ | vič[ei] | [aeoė]č[aeiuė] | ^č[aeiu] | [ae]č[yk] | učys
  | ūn(?:as|ė|a) | ^rūta | ^jūr | ūr(?:as|at) | kęstu
  | ^ž(?:[yi]|uk|em|a) | \wž\w*(?:as|is|us|ys|ius|ė|a)$
  | ^š[aeioutmnk] | \wš\w*(?:as|is|us|ys|ius|ė)$
  | iņ[šaj] | [ņļķ]š$ | ^pēt | ^bēr | ^ē[rv] | ^ģ[iue] | ^ķ[iu]
  | [bcdfghjkmpstvz]ē[bcdfghjklmnprstvz]
"""
_CYRILLIC = "а-яёђѓєѕіїјљњћќўџґ"
_GREEK = "α-ωάέήίόύώϊϋΐΰ"
# What Icelanders and Faroese are called: ð and þ at places where Turkish has no ğ or ş.
_NORDIC = compile_late(
    r"^(?!ð)(?=\w*[ðþ])\w*(?:[áéíóú]|æ(?=\w))|^(?!ð)\w*[rylfg]ð|(?:[aei]ð|auð|öð|ýð)[ui]r$"
    r"|ð(?:son|dottir)$|liði$|freð|\wþ(?:or|r|j)|^þ(?:öll|ing|r|j|yr|or|ur|eng|eyr)"
    r"|^(?:guð|aðal|auð|eð?ið|eðv|heið|frið|við|hreið|iðunn|daði|heðin|böðv|hlöð|suð|eyð)"
)


def fold(word: str) -> str:
    """Return a word as names are compared: in small letters, with a Turkish i for one of ours.

    >>> fold("İBRAHİM"), fold("Işık"), fold("Łukasz")
    ('ibrahim', 'işik', 'łukasz')
    """
    return word.replace("İ", "i").lower().replace("ı", "i")


class CodePage(Record, frozen=True, dict=True):
    """A code page, and what its words look like if it is the right one."""

    withheld: ClassVar[tuple[str, ...]] = ("names",)

    name: str
    """As `--encoding` knows it."""
    letters: re.Pattern[str]
    telling: re.Pattern[str]
    """For a word as it is, and on a line of its own in small letters."""
    names: str

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(map(fold, self.names.split()))

    def knows(self, word: str) -> bool:
        """Return whether a word, read in this code page, is a name that is often written in it."""
        return fold(word) in self._folded

    def tells(self, word: str) -> bool:
        """Return whether the letters of a word show that it is meant to be read so."""
        return bool(self.telling.search(f"{word}\n{word.replace('İ', 'i').lower()}"))


def _page(name: str, letters: str, telling: str, names: str = "") -> CodePage:
    return CodePage(
        name,
        compile_late(f"[{letters}'’]+"),
        compile_late(telling, re.VERBOSE | re.MULTILINE),
        names,
    )


CODE_PAGES = (
    _page("cp1250", _CENTRAL_LETTERS, _CENTRAL, _CENTRAL_NAMES),
    _page("cp1254", "A-Za-zÇçĞğİıÖöŞşÜüÂâÎîÛûÉéÊê", _TURKISH, _TURKISH_NAMES),
    _page(
        "cp1257",
        "A-Za-zĄąČčĘęĖėĮįŠšŲųŪūŽžĀāĒēĢģĪīĶķĻļŅņÕõÄäÖöÜüÓóŁłŃńŚśŹźŻżÉéĆć",
        _BALTIC,
        _BALTIC_NAMES,
    ),
    _page(
        "mac-roman",
        _WESTERN,
        r"^[OD]’[A-Za-zÀ-ÿ]{2} | ^[LMNT]’[A-Z][a-z] | [a-zé]’s$ | ^É[a-z]{2}",
        _WESTERN_NAMES,
    ),
    _page("cp850", _WESTERN, r"(?!)", _WESTERN_NAMES),
    _page("iso8859-2", _CENTRAL_LETTERS, _ISO_CENTRAL, _CENTRAL_NAMES),
    _page("cp1251", _CYRILLIC + _CYRILLIC.upper(), f"^[{_CYRILLIC}]{{4}}"),
    _page("koi8-r", _CYRILLIC + _CYRILLIC.upper(), f"^[{_CYRILLIC}]{{4}}"),
    _page("cp1253", _GREEK + _GREEK.upper() + "ς", f"^[{_GREEK}ς]{{4}}"),
)
"""If two of them tell equally well, the first is the more common."""


def is_nordic(word: str) -> bool:
    """Return whether a word is Icelandic or Faroese, and so right in Windows-1252.

    >>> is_nordic("Guðrún"), is_nordic("Hafþór"), is_nordic("Erdoðan"), is_nordic("Ayþe")
    (True, True, False, False)
    """
    return bool(_NORDIC.search(fold(word)))
