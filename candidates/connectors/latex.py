"""LaTeX as it stands in bibliographies, turned into plain text: accents, letters, quotes, dashes; markup falls away."""

import re
import unicodedata

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
LETTERS = {
    "i": "i", "j": "j", "l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "lambda": "λ", "mu": "μ", "pi": "π",
    "sigma": "σ", "tau": "τ", "phi": "φ", "ell": "ℓ", "infty": "∞", "times": "×", "ldots": "…", "dots": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textasciitilde": "~", "textbackslash": "\\", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "LaTeX": "LaTeX", "TeX": "TeX", "&": "&", "%": "%", "$": "$", "#": "#",
    "_": "_", "{": "{", "}": "}", ",": " ", ";": " ", ":": " ", "!": "", "/": "", "-": "", " ": " ", "\\": " ",
}  # fmt: skip
# \'e  \'{e}  \v{S}  \v S  \'\i  {\'{\i}}: a sign or a letter, then what it sits on.
ACCENT = re.compile(
    r"\\(?:(?P<sign>[`'^~=.\"])[ \t]*|(?P<letter>[urHvdckb])(?:[ \t]+|(?=[{\\])))"
    r"(?:\{[ \t]*\\?(?P<braced>[^\W\d_])[ \t]*\}|\\(?P<dotless>[ij])(?![A-Za-z])(?:\{\})?|(?P<bare>[^\W\d_]))"
)
COMMAND = re.compile(r"\\([A-Za-z]+)[ \t]*(?:\{\})?|\\(.)", re.DOTALL)
LONGEST = 50_000


def to_text(latex: str) -> str:
    """Return LaTeX as plain, composed text on one line. Unknown commands go, their arguments stay."""
    text = latex[:LONGEST]
    while (after := ACCENT.sub(_accented, text)) != text:  # Vietnamese letters carry two, one around the other
        text = re.sub(r"\{([^\W\d_\x00-\x7f])\}", r"\1", after)
    text = COMMAND.sub(_command, text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = re.sub(r"[{}$]", "", text.replace("\\{", "{").replace("~", " "))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _accented(match: re.Match[str]) -> str:
    letter = match["braced"] or match["dotless"] or match["bare"]
    return unicodedata.normalize("NFC", letter + ACCENTS[match["sign"] or match["letter"]])


def _command(match: re.Match[str]) -> str:
    if match[1] is not None:
        return LETTERS.get(match[1], "")
    return LETTERS.get(match[2], match[2])
