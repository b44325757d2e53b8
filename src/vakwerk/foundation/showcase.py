"""What does the page with all shared pieces show? Made-up people, every state of every piece."""

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vakwerk.foundation.day_fields import DayField

ICONS: Final = [
    "check",
    "attention",
    "question",
    "confirmed",
    "waiting",
    "refused",
    "draft",
    "busy",
    "stopped",
    "inside",
    "outside",
    "info",
    "calendar",
    "lock",
    "undo",
    "down",
    "up",
    "left",
    "right",
    "arrow",
    "sort",
    "plus",
    "close",
    "search",
    "download",
    "upload",
    "mail",
    "person",
    "pause",
    "speech",
    "silent",
]
STATES: Final = (
    ("attention", "1 conflict"),
    ("question", "Vraag aan jou"),
    ("waiting", "Wacht op beoordeling"),
    ("busy", "Bezig"),
    ("confirmed", "Bevestigd"),
    ("check", "Alle harde regels gehaald"),
    ("refused", "Niet aangenomen"),
    ("stopped", "Gestopt"),
    ("draft", "Concept"),
)
PEOPLE: Final = (
    ("Femke de Wit", "teamleider, vergunningen", "Amsterdam", "colleague", "vw-needs"),
    ("Kwame Mensah", "vergunningverlener", "Amsterdam", "colleague", "vw-needs"),
    ("Nadia Bouzid", "jeugdconsulent", "Apeldoorn", "colleague", ""),
    ("Rik Terpstra", "woonconsulent, wonen", "De Drie Bruggen", "partner", "vw-chosen"),
    ("Joke Lammers", "vrijwilliger", "Dorpscoöperatie Ons Erf", "resident", ""),
)
SAID: Final = {
    "conflict": "Dit kan nog niet. In kring 3 zit Kwame bij zijn leidinggevende.",
    "two_points": "Dit kan als de 2 punten hierboven klaar zijn. Het traject staat dan in het aanbod.",
    "manager": "In een kring zit niemand met de eigen leidinggevende. Anders durft niet iedereen vrijuit te praten.",
    "unvalidated": "De vragenlijst is nog niet wetenschappelijk gevalideerd. Gebruik de cijfers om een gesprek te"
    " beginnen.",
    "stays": "Wat je in de kring zegt, blijft in de kring.",
    "nothing_here": "Op deze pagina staat daarom niets uit de gesprekken.",
    "newer": "Er is sinds 14.31 uur een nieuwer voorstel.",
    "no_rounds": "Er is nog geen ronde",
    "no_round": "Met een ronde vraag je mensen om zich aan te melden. Daarna stel je de kringen samen.",
    "best": "Beste tot nu toe: alle harde regels, wensen 82%.",
}
TOOLBAR: Final = {
    "search": {"label": "Zoek op naam of werk", "value": "", "name": "q"},
    "filters": [
        {
            "name": "organisatie",
            "label": "Organisatie",
            "options": [
                {"value": "", "label": "Alle"},
                {"value": "apeldoorn", "label": "Apeldoorn", "selected": True},
            ],
        }
    ],
    "count": "250 mensen, 25 per pagina",
    "downloads": [{"url": "#tabellen", "label": "CSV"}, {"url": "#tabellen", "label": "XLSX"}],
    "clear_url": "?",
    "manual": True,
}


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label="Naam van de ronde",
        help_text="Zo heet de ronde in mail en agenda.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Je e-mailadres", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    closes = DayField(label="Aanmelden kan tot en met", required=False)
    size = forms.IntegerField(label="Mensen per kring", min_value=3, initial=7)
    kind = forms.ChoiceField(
        label="Soort ronde", choices=[("", "Kies een soort"), ("open", "open"), ("invited", "op uitnodiging")]
    )
    text = forms.CharField(
        label="Waar gaat het over?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    action = forms.ChoiceField(
        label="Wat wil je doen?",
        widget=forms.RadioSelect,
        choices=[
            ("swap", "Ruilen met iemand"),
            ("move", "Naar een andere kring"),
            ("wait", "Laten wachten op de volgende ronde"),
        ],
    )
    sessions = forms.MultipleChoiceField(
        label="In welke bijeenkomsten?",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "vw-choices--columns"}),
        choices=[
            (str(n), f"{n}. {title}") for n, title in enumerate(("Inchecken", "Oefenen", "Terugkijken"), 1)
        ],
        help_text="Kies er minstens één.",
    )
    file = forms.FileField(label="Bestand met mensen", required=False, help_text="CSV of XLSX, tot 10 MB.")
    agreed = forms.BooleanField(label="Iedereen in het bestand weet dat ik dit doe")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("kind") == "invited":
            self.add_error(None, "Een ronde op uitnodiging heeft minstens één genodigde nodig.")
        return cleaned


def _groups(**counts: int) -> list[dict[str, Any]]:
    return [{"label": label.replace("_", " "), "count": count} for label, count in counts.items()]


def examples(query: Any) -> dict[str, Any]:
    """Give what the page of components shows. ``query``: the page's own query, for sorting and pages."""
    try:
        number = int(query.get("page", 3))
    except ValueError:
        number = 1
    return {
        "icons": ICONS,
        "states": STATES,
        "people": PEOPLE,
        "order": query.get("order", "name"),
        "page": Paginator(range(250), 25).get_page(number),
        "empty_form": ExampleForm(auto_id="leeg_%s"),
        "wrong_form": ExampleForm(
            {"name": "", "email": "jeroen(at)apeldoorn", "size": "2", "kind": "invited"}, auto_id="fout_%s"
        ),
        "date": date(2026, 12, 10),
        "said": SAID,
        "toolbar": TOOLBAR,
        "evidence": {
            "icon": "question",
            "label": "Vraag aan jou",
            "why": "Marit Hofman vroeg op 2 december: “Wie was erbij?”",
            "action": "Beantwoord de vraag",
        },
        "facts": [
            {"label": "Mensen", "value": "28", "note": "17 mensen van gemeenten, 5 van partners, 6 inwoners"},
            {"label": "Kringen", "value": "4", "note": "elk 7 leden, 6 bijeenkomsten"},
            {"label": "Harde regels", "value": "5 van 6", "note": "1 conflict in kring 3", "attention": True},
            {"label": "Wensen", "value": "85%", "note": "was 80% in voorstel 2"},
        ],
        "explained": [
            {"label": "Sterk", "value": "De meeste organisaties van de ronde: 6, net als kring 5."},
            {"label": "Zwak", "value": "Minste vakgebieden (5). Niemand met bedrijfsmatig werk."},
            {"label": "Gespreksleider", "value": "Anneke Vos, onafhankelijk"},
        ],
        "session": [
            {"label": "Tijd", "value": "13.30 tot 15.30 uur"},
            {
                "label": "Plaats",
                "value": "Dorpshuis Ons Erf in Hattem",
                "url": "#feiten",
                "link_label": "Route en toegankelijkheid",
            },
            {"label": "Casus", "value": "Lotte Hoekstra brengt een casus in"},
        ],
        "ways": [
            {
                "label": "Ruil Kwame met Tom Brinkman uit kring 5",
                "url": "#zeggen",
                "note": "Beste keuze: wensen van 85% naar 87%.",
            },
            {"label": "Ruil Kwame met een ander", "url": "#zeggen", "note": "Er zijn nog 4 ruilen mogelijk."},
            {
                "label": "Laat Kwame wachten op een volgende ronde",
                "url": "#zeggen",
                "note": "Kring 3 heeft dan 6 leden.",
            },
        ],
        "disciplines": [
            {"label": "eigen ervaring", "kinds": ["resident", "resident"]},
            {"label": "vergunningen", "kinds": ["colleague", "colleague"]},
            {"label": "wonen", "kinds": ["partner"]},
            *_groups(handhaving=1, jeugd=1),
        ],
        "models": _groups(klassiek=3, bedrijfsmatig=0, netwerkend=2, responsief=2),
        "wishes": (
            ("Verschillende vakgebieden", 79, 71),
            ("Nieuwe ontmoetingen", 94, 92),
            ("Gelijke kringen", 0, 8),
            ("Alle vormen van sturing", 100, 100),
        ),
        "changes": [
            {"label": "Harde regels", "now": "5 van 6", "after": "6 van 6", "changed": True},
            {"label": "Wensen, gemiddeld", "now": "85%", "after": "87%", "changed": True},
            {"group": "Kring 3"},
            {"label": "Vakgebieden", "now": 5, "after": 6, "changed": True},
            {"label": "Organisaties", "now": 6, "after": 6},
        ],
        "steps": [
            {"label": "Bestand kiezen", "state": "done", "url": "#feiten"},
            {"label": "Kolommen", "state": "current"},
            {"label": "Nakijken", "state": "todo"},
        ],
        "tabs": [
            {"label": "Kringen", "url": "#feiten", "current": True, "count": 4},
            {"label": "Mensen", "url": "#feiten", "count": 28},
            {"label": "Wensen", "url": "#feiten"},
        ],
        "alignment": {
            "columns": [{"number": 1, "title": "Wat speelt er?"}, {"number": 2, "title": "Het goede moment"}],
            "goals": [
                {
                    "title": "1. Samenwerken over grenzen heen",
                    "note": "niveau 3, Meester",
                    "cells": [True, True],
                    "proofs": ["Een werkafspraak met een buurgemeente"],
                },
                {
                    "title": "2. Strategisch denken en handelen",
                    "note": "niveau 2, Gezel",
                    "cells": [False, True],
                    "current": True,
                    "proofs": [],
                    "empty": "Nog niets. Vul dit in",
                    "empty_url": "#traject",
                },
            ],
            "sides": [
                {"title": "Kennis van binnen", "cells": [True, True], "count": "2 van 2"},
                {
                    "title": "Kennis van buiten",
                    "cells": [False, False],
                    "empty": "0 van 2. Minstens 1 nodig",
                    "empty_url": "#traject",
                },
            ],
        },
        "panel": {
            "faults": [
                {
                    "what": "Er is geen kennis van buiten: 0 van 2.",
                    "why": "Met alleen eigen kennis bevestig je wat je al weet.",
                    "way": "Kies een bron van buiten",
                    "url": "#traject",
                }
            ],
            "holds": [{"text": "Elk leerdoel wordt geoefend", "count": "2 van 2"}],
            "tip": "Bijeenkomst 1 hoort bij geen enkel leerdoel. Dat mag, maar leg het uit.",
        },
        "ladder": {
            "start": "12.5%",
            "end": "87.5%",
            "proof": ("12.5%", "25%"),
            "nodes": [
                {"x": "12.5%", "name": "Leerling", "is_done": True, "is_now": True},
                {"x": "37.5%", "name": "Gezel", "is_target": True},
                {"x": "62.5%", "name": "Meester"},
                {"x": "87.5%", "name": "Leermeester"},
            ],
        },
        "sides": {"inside": ["a", "b"], "inside_count": 2, "outside_count": 0},
        "parts": [
            {"label": "Rechtmatig", "minutes": 5, "done": 5, "note": "klaar"},
            {"label": "Presterend", "minutes": 5, "done": 5, "note": "klaar"},
            {"label": "Netwerkend", "minutes": 5, "done": 2, "note": "nu, nog 3 minuten", "current": True},
            {"label": "Inwoner", "minutes": 5, "done": 0, "note": "vanaf 14.20 uur"},
        ],
    }


def components(request: HttpRequest) -> HttpResponse:
    """Show every shared piece in all its states, for who builds pages and for the tests."""
    messages.success(request, "28 mensen hebben bericht over hun kring.")
    messages.warning(request, "3 mensen hebben geen e-mailadres. Zij kregen niets.")
    return render(request, "foundation/components.html", examples(request.GET))
