"""Which days are public holidays in the Netherlands? Pure: no Django, no clock, no database."""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Return Easter Sunday. Source: the Gregorian algorithm of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> dict[date, str]:
    """Return the days on which municipalities are closed, each with its name in code.

    Source: collective agreement for municipalities; 5 May counts in jubilee years, once in five.
    """
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    days = {
        date(year, 1, 1): "new_years_day",
        sunday: "easter",
        sunday + timedelta(days=1): "easter",
        # On a Sunday it is kept the day before.
        kings_day - timedelta(days=kings_day.weekday() == 6): "kings_day",
        sunday + timedelta(days=39): "ascension_day",
        sunday + timedelta(days=49): "whitsun",
        sunday + timedelta(days=50): "whitsun",
        date(year, 12, 25): "christmas",
        date(year, 12, 26): "christmas",
    }
    if year % 5 == 0:
        days.setdefault(date(year, 5, 5), "liberation_day")
    return days


def holiday_on(day: date) -> str:
    """Return the holiday's name in code, or an empty text on an ordinary day."""
    return holidays(day.year).get(day, "")
