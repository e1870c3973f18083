"""How numbers are said in English.

What belongs here: figures to words, pure. What does not: finding the figures in a text (`spoken_text.py`).
"""

UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LONGEST_COUNTED_DIGITS = 18
"""A longer figure is no amount that anyone says; it is read digit by digit."""


def _hundreds(value: int) -> str:
    words = []
    if value >= 100:
        words += [UNITS[value // 100], "hundred"]
        value %= 100
    if value >= 20:
        words.append(TENS[value // 10] + (f"-{UNITS[value % 10]}" if value % 10 else ""))
    elif value or not words:
        words.append(UNITS[value])
    return " ".join(words)


def digits(figure: str) -> str:
    """ "007" → "zero zero seven". Other characters are passed over."""
    return " ".join(UNITS[int(digit)] for digit in figure if digit in "0123456789")


def cardinal(figure: str) -> str:
    """ "1204" → "one thousand two hundred four". `figure` holds the digits 0–9 alone."""
    if len(figure) > LONGEST_COUNTED_DIGITS or (len(figure) > 1 and figure[0] == "0"):
        return digits(figure)
    value, groups = int(figure), []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    if not groups:
        return UNITS[0]
    said = [f"{_hundreds(group)} {SCALES[power]}".strip() for power, group in enumerate(groups) if group]
    return " ".join(reversed(said))


def ordinal(figure: str) -> str:
    """ "21" → "twenty-first"."""
    said = cardinal(figure)
    head, separator, last = said[: (cut := max(said.rfind(" "), said.rfind("-")) + 1)], "", said[cut:]
    if last in IRREGULAR_ORDINALS:
        last = IRREGULAR_ORDINALS[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last += "th"
    return f"{head}{separator}{last}"


def year(figure: str) -> str:
    """ "1998" → "nineteen ninety-eight", "2007" → "two thousand seven". `figure` has four digits."""
    century, rest = int(figure[:2]), int(figure[2:])
    if figure[1:3] == "00":
        return cardinal(figure)
    if rest == 0:
        return f"{_hundreds(century)} hundred"
    if rest < 10:
        return f"{_hundreds(century)} oh {UNITS[rest]}"
    return f"{_hundreds(century)} {_hundreds(rest)}"


def decade(figure: str) -> str:
    """ "1920" → "nineteen twenties", "90" → "nineties"."""
    said = year(figure) if len(figure) == 4 else cardinal(figure)
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def decimal(whole: str, fraction: str) -> str:
    """("3", "14") → "three point one four"."""
    return f"{cardinal(whole or '0')} point {digits(fraction)}"


def clock(hour: int, minute: int) -> str:
    """(3, 5) → "three oh five"; (3, 0) → "three o'clock"; hours past twelve without "o'clock"."""
    said = _hundreds(hour)
    if minute == 0:
        return f"{said} o'clock" if 1 <= hour <= 12 else f"{said} hundred hours"
    return f"{said} oh {UNITS[minute]}" if minute < 10 else f"{said} {_hundreds(minute)}"
