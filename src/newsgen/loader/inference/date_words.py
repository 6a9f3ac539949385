"""Names of months and weekdays in the languages whose date lines are read, and the small words of dates.

Names are folded: lower case, without marks over or under the letters. Abbreviations stand beside the full names.
Forms are those of Unicode CLDR (month and day names, format and stand-alone).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
    "october oct|november nov|december dec",
    "de": "januar janner jan|februar feb|marz mar|april apr|mai|juni jun|juli jul|august aug|september sept sep|"
    "oktober okt|november nov|dezember dez",
    "fr": "janvier janv|fevrier fevr|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|octobre oct|"
    "novembre nov|decembre dec",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|"
    "septiembre setiembre sept sep|octubre oct|noviembre nov|diciembre dic",
    "pt": "janeiro jan|fevereiro fev|marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|"
    "outubro out|novembro nov|dezembro dez",
    "it": "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|"
    "settembre set|ottobre ott|novembre nov|dicembre dic",
    "nl": "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|"
    "oktober okt|november nov|december dec",
    "sv": "januari jan|februari feb|mars|april apr|maj|juni jun|juli jul|augusti aug|september sep|"
    "oktober okt|november nov|december dec",
    "da": "januar jan|februar feb|marts|april apr|maj|juni jun|juli jul|august aug|september sep|"
    "oktober okt|november nov|december dec",
    "nb": "januar jan|februar feb|mars|april apr|mai|juni jun|juli jul|august aug|september sep|"
    "oktober okt|november nov|desember des",
    "fi": "tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|"
    "toukokuuta toukokuu|kesakuuta kesakuu|heinakuuta heinakuu|elokuuta elokuu|syyskuuta syyskuu|"
    "lokakuuta lokakuu|marraskuuta marraskuu|joulukuuta joulukuu",
    "pl": "stycznia styczen|lutego luty|marca marzec|kwietnia kwiecien|maja maj|czerwca czerwiec|lipca lipiec|"
    "sierpnia sierpien|wrzesnia wrzesien|pazdziernika pazdziernik|listopada listopad|grudnia grudzien",
    "cs": "ledna leden|unora unor|brezna brezen|dubna duben|kvetna kveten|cervna cerven|cervence cervenec|"
    "srpna srpen|zari|rijna rijen|listopadu listopad|prosince prosinec",
    "hu": "januar|februar|marcius|aprilis|majus|junius|julius|augusztus|szeptember|oktober|november|december",
    "ro": "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
    "tr": "ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik",
    "ru": "января январь|февраля февраль|марта март|апреля апрель|мая маи|июня июнь|июля июль|августа август|"
    "сентября сентябрь|октября октябрь|ноября ноябрь|декабря декабрь",
    "uk": "січня січень|лютого лютии|березня березень|квітня квітень|травня травень|червня червень|"
    "липня липень|серпня серпень|вересня вересень|жовтня жовтень|листопада листопад|грудня грудень",
    "el": "ιανουαριου|φεβρουαριου|μαρτιου|απριλιου|μαιου|ιουνιου|ιουλιου|αυγουστου|σεπτεμβριου|οκτωβριου|"
    "νοεμβριου|δεκεμβριου",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
    "ar": "يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر",
}

_WEEKDAYS = {
    "en": "monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "lunes|martes|miercoles|jueves|viernes|sabado|domingo",
    "pt": "segunda-feira|terca-feira|quarta-feira|quinta-feira|sexta-feira|sabado|domingo",
    "it": "lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "sv": "mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag",
    "da": "mandag|tirsdag|onsdag|torsdag|fredag|lordag|sondag",
    "pl": "poniedzialek poniedziałek|wtorek|sroda|czwartek|piatek|sobota|niedziela",
    "ru": "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
}

_FILLER_WORDS = (
    "of the de del do da le el la il den der am on at a di al dia em no o les lo vom "
    "г года року р r rok roku og och um kl klo year"
)
FILLERS = frozenset(_FILLER_WORDS.split())
"""Small words that may stand between the parts of a date and carry no meaning of their own."""


def fold(word: str) -> str:
    """Return a word in lower case without combining marks, as the tables hold it."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _index(table: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    """Turn a table into word → {language: place in the list, from 0}."""
    words: dict[str, dict[str, int]] = {}
    for language, names in table.items():
        for place, forms in enumerate(names.split("|")):
            for form in forms.split():
                words.setdefault(fold(form), {})[language] = place
    return MappingProxyType(words)


_MONTH_INDEX = _index(_MONTHS)
_WEEKDAY_INDEX = _index(_WEEKDAYS)


def _look_up(index: Mapping[str, Mapping[str, int]], word: str, language: str) -> int:
    """Return the place that the text's language gives a word, else the one that all others agree on, else -1."""
    places = index.get(fold(word))
    if not places:
        return -1
    if language in places:
        return places[language]
    found = set(places.values())
    return found.pop() if len(found) == 1 else -1


def month_of(word: str, language: str) -> int:
    """Return 1 to 12 for the name of a month, 0 for any other word or one that languages disagree on."""
    return _look_up(_MONTH_INDEX, word, language) + 1


def weekday_of(word: str, language: str) -> int:
    """Return 0 (Monday) to 6 (Sunday) for the name of a weekday, -1 for any other word."""
    return _look_up(_WEEKDAY_INDEX, word, language)
