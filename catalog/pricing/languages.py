"""The few words of a pricing table that are ours, and the formats that come with a language.

Names and descriptions of packages and features are as people wrote them. Where a language has no words here the
words are English and only numbers and money follow it, which the page says: half a translation is worse than none.
Periods have words of their own because Babel lacks them for some languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale


@dataclass(frozen=True)
class Words:
    """What stands in a table beside what people wrote; `units` has one and many, `per` each of them as a rate."""

    units: Mapping[str, tuple[str, str]]
    per: Mapping[str, str]
    every: str
    once: str
    free: str
    on_request: str
    trial: str
    signup_fee: str
    grace: str
    unlimited: str
    included: str
    missing: str
    by_use: str
    then: str
    in_all: str


def _units(**forms: str) -> dict[str, tuple[str, str]]:
    """`day="day|days"`."""
    return {name: (text.split("|")[0], text.split("|")[-1]) for name, text in forms.items()}


ENGLISH = Words(
    units=_units(
        day="day|days",
        week="week|weeks",
        month="month|months",
        year="year|years",
        minutes="minute|minutes",
        hours="hour|hours",
        gb="GB",
    ),
    per={
        "day": "per day",
        "week": "per week",
        "month": "per month",
        "year": "per year",
        "minutes": "per minute",
        "hours": "per hour",
        "days": "per day",
        "gb": "per GB",
        "": "per unit",
    },
    every="every {}",
    once="one-time payment",
    free="Free",
    on_request="Price on request",
    trial="Free trial: {}",
    signup_fee="Sign-up fee: {}",
    grace="Grace period: {}",
    unlimited="Unlimited",
    included="Included",
    missing="Not included",
    by_use="Charged by use",
    then="then {}",
    in_all="In every package",
)
WORDS: Mapping[str, Words] = {
    "en": ENGLISH,
    "de": Words(
        units=_units(
            day="Tag|Tage", week="Woche|Wochen", month="Monat|Monate", year="Jahr|Jahre",
            minutes="Minute|Minuten", hours="Stunde|Stunden", gb="GB",
        ),
        per={
            "day": "pro Tag", "week": "pro Woche", "month": "pro Monat", "year": "pro Jahr",
            "minutes": "pro Minute", "hours": "pro Stunde", "days": "pro Tag", "gb": "pro GB", "": "pro Einheit",
        },
        every="alle {}", once="einmalige Zahlung", free="Kostenlos", on_request="Preis auf Anfrage",
        trial="Kostenlose Testphase: {}", signup_fee="Einrichtungsgebühr: {}", grace="Kulanzfrist: {}",
        unlimited="Unbegrenzt", included="Enthalten", missing="Nicht enthalten", by_use="Nach Verbrauch",
        then="danach {}", in_all="In jedem Paket",
    ),
    "fr": Words(
        units=_units(
            day="jour|jours", week="semaine|semaines", month="mois", year="an|ans",
            minutes="minute|minutes", hours="heure|heures", gb="Go",
        ),
        per={
            "day": "par jour", "week": "par semaine", "month": "par mois", "year": "par an",
            "minutes": "par minute", "hours": "par heure", "days": "par jour", "gb": "par Go", "": "par unité",
        },
        every="tous les {}", once="paiement unique", free="Gratuit", on_request="Prix sur demande",
        trial="Essai gratuit : {}", signup_fee="Frais d’inscription : {}", grace="Délai de grâce : {}",
        unlimited="Illimité", included="Inclus", missing="Non inclus", by_use="Selon l’usage",
        then="puis {}", in_all="Dans toutes les formules",
    ),
    "es": Words(
        units=_units(
            day="día|días", week="semana|semanas", month="mes|meses", year="año|años",
            minutes="minuto|minutos", hours="hora|horas", gb="GB",
        ),
        per={
            "day": "por día", "week": "por semana", "month": "por mes", "year": "por año",
            "minutes": "por minuto", "hours": "por hora", "days": "por día", "gb": "por GB", "": "por unidad",
        },
        every="cada {}", once="pago único", free="Gratis", on_request="Precio a consultar",
        trial="Prueba gratuita: {}", signup_fee="Cuota de alta: {}", grace="Período de gracia: {}",
        unlimited="Ilimitado", included="Incluido", missing="No incluido", by_use="Según el uso",
        then="después {}", in_all="En todos los paquetes",
    ),
    "it": Words(
        units=_units(
            day="giorno|giorni", week="settimana|settimane", month="mese|mesi", year="anno|anni",
            minutes="minuto|minuti", hours="ora|ore", gb="GB",
        ),
        per={
            "day": "al giorno", "week": "a settimana", "month": "al mese", "year": "all’anno",
            "minutes": "al minuto", "hours": "all’ora", "days": "al giorno", "gb": "per GB", "": "per unità",
        },
        every="ogni {}", once="pagamento unico", free="Gratis", on_request="Prezzo su richiesta",
        trial="Prova gratuita: {}", signup_fee="Costo di attivazione: {}", grace="Periodo di tolleranza: {}",
        unlimited="Illimitato", included="Incluso", missing="Non incluso", by_use="A consumo",
        then="poi {}", in_all="In tutti i pacchetti",
    ),
    "pt": Words(
        units=_units(
            day="dia|dias", week="semana|semanas", month="mês|meses", year="ano|anos",
            minutes="minuto|minutos", hours="hora|horas", gb="GB",
        ),
        per={
            "day": "por dia", "week": "por semana", "month": "por mês", "year": "por ano",
            "minutes": "por minuto", "hours": "por hora", "days": "por dia", "gb": "por GB", "": "por unidade",
        },
        every="a cada {}", once="pagamento único", free="Grátis", on_request="Preço sob consulta",
        trial="Teste grátis: {}", signup_fee="Taxa de adesão: {}", grace="Período de tolerância: {}",
        unlimited="Ilimitado", included="Incluído", missing="Não incluído", by_use="Conforme o uso",
        then="depois {}", in_all="Em todos os pacotes",
    ),
    "nl": Words(
        units=_units(
            day="dag|dagen", week="week|weken", month="maand|maanden", year="jaar",
            minutes="minuut|minuten", hours="uur", gb="GB",
        ),
        per={
            "day": "per dag", "week": "per week", "month": "per maand", "year": "per jaar",
            "minutes": "per minuut", "hours": "per uur", "days": "per dag", "gb": "per GB", "": "per stuk",
        },
        every="per {}", once="eenmalige betaling", free="Gratis", on_request="Prijs op aanvraag",
        trial="Gratis proefperiode: {}", signup_fee="Eenmalige kosten: {}", grace="Respijtperiode: {}",
        unlimited="Onbeperkt", included="Inbegrepen", missing="Niet inbegrepen", by_use="Naar gebruik",
        then="daarna {}", in_all="In elk pakket",
    ),
}  # fmt: skip

# What a page offers, in this order; the first is the one without a wish.
LOCALES = (
    "en_US", "en_GB", "de_DE", "de_CH", "fr_FR", "es_ES", "es_MX", "it_IT", "pt_BR", "pt_PT", "nl_NL",
    "da_DK", "sv_SE", "pl_PL", "cs_CZ", "tr_TR", "hi_IN", "ja_JP", "ko_KR", "zh_Hans_CN",
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """A language with its formats. `locale` is Babel's name of it, `tag` the one that pages use (`pt-BR`).

    `is_translated` is False when the words are English in spite of it.
    """

    locale: str
    tag: str
    name: str
    words: Words
    is_translated: bool


@cache
def languages() -> tuple[Language, ...]:
    """Every language that a table can be shown in, by its name in English and in itself."""
    return tuple(_language(name) for name in LOCALES)


def language(name: str) -> Language:
    """The language of this name or tag; the first one for what is none."""
    return next((one for one in languages() if name in (one.locale, one.tag)), languages()[0])


def _language(name: str) -> Language:
    locale = Locale.parse(name)
    english, own = locale.get_display_name("en") or name, locale.get_display_name() or name
    shown = english if locale.language == "en" else f"{english} – {own}"
    words = WORDS.get(locale.language)
    return Language(name, name.replace("_", "-"), shown, words or ENGLISH, words is not None)
