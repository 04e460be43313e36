"""What a formula names: functions by their list, and nothing outside its own workbook."""

import re

from tetouan_portal.lib.inspection.functions import ADDRESSED, LINK, PERMITTED, PREFIXES, WITHOUT_CALL, WRAPPED
from tetouan_portal.lib.inspection.refused import Refused, named

TOKEN = re.compile(
    r"""
    (?P<text>"[^"]*(?:""[^"]*)*"?)
    | (?P<quoted>'[^']*(?:''[^']*)*'?)
    | (?P<name>[^\W\d][\w.]*)
    | (?P<number>\d[\d.]*(?:[eE][+-]?\d+)?)
    | (?P<error>\#(?:REF!|NULL!|NAME\?|NUM!|VALUE!|N/A|DIV/0!|[A-Z_]+!))
    | (?P<space>\s+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
OPERATORS = frozenset("+-*/^&=<>,;:({@#!%~|$")  # after these, and at the start, a bracket only groups
ELSEWHERE = re.compile(r"[\[\]\\/]|\b(?:file|https?|ftp):", re.IGNORECASE)  # no sheet has such a name
ELSEWHERE_IN_TEXT = re.compile(r"[\[\\|]|//|'#|\bfile:", re.IGNORECASE)
OTHER_BOOK = re.compile(r"\.(?:xl\w{1,2}|od[st]|csv|dbf|mdb)$", re.IGNORECASE)
PLAIN_LINK = re.compile(r'\s*"\s*(?:https?://|mailto:|tel:|#)', re.IGNORECASE)
OPEN_REFERENCE = re.compile(r"\[(?:(?>'[^']*(?:''[^']*)*')(?!\#)|\#REF!|[^\[\]'\#/\\|])*+\]")
STRUCTURED = re.compile(r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*+\])*+\](?![\w!'])", re.DOTALL)
OF_ITS_ROW = re.compile(r"\[\[?[@\#]")
OF_ITSELF = "[0]!"
CHECK_OF_A_CELL = re.compile(r"\b(?:cell-content(?:-[a-z]+)*|is-true-formula)\s*\(", re.IGNORECASE)
AFTER = re.compile(r"\s*+(!?)")
LONGEST = 70_000  # characters: more than any program writes
PREFIX = re.compile(r"\s*(of|oooc|ooow|msoxl)\s*:", re.IGNORECASE)


def check_open(formula: str) -> None:
    """Of OpenDocument, its language before it. Raises Refused (`function`, `reference`, `link`)."""
    prefix = PREFIX.match(formula)
    language = prefix[1].lower() if prefix else "of"
    plain = CHECK_OF_A_CELL.sub("TRUE(", formula[prefix.end() :] if prefix else formula)
    Scan(plain, is_open=language != "msoxl").check()


def check(formula: str) -> None:
    """Of Excel. Raises Refused (`function`, `reference`, `link`)."""
    Scan(formula).check()


class Scan:
    def __init__(self, formula: str, *, is_open: bool = False, is_inner: bool = False) -> None:
        self.formula, self.is_open, self.is_inner = formula, is_open, is_inner
        self.place = self.braces = 0
        self.before = ""  # the kind of the last token that is no space
        self.last = ""  # that token
        self.is_addressed = self.names_others = False

    def check(self) -> None:
        if len(self.formula) > LONGEST:
            raise Refused("bomb")
        while self.place < len(self.formula):
            token = TOKEN.match(self.formula, self.place)
            assert token  # noqa: S101 -- the last alternative takes any character
            kind, text = str(token.lastgroup), token[0]
            if kind == "sign" and text == "[":
                text = self.reference()
            elif kind != "space":
                getattr(self, f"meet_{kind}", self.pass_by)(text)
            self.place += len(text)
            if kind != "space":
                self.before, self.last = kind, text
        if self.is_addressed and self.names_others:
            raise Refused("reference")

    def pass_by(self, _text: str) -> None:
        pass

    def meet_text(self, text: str) -> None:
        if len(text) < 2 or not text.endswith('"'):
            raise Refused("damaged")
        self.names_others |= bool(ELSEWHERE_IN_TEXT.search(text))

    def meet_quoted(self, text: str) -> None:
        if len(text) < 2 or not text.endswith("'"):
            raise Refused("damaged")
        if ELSEWHERE.search(text) or self.formula.startswith("#", self.place + len(text)):
            raise Refused("reference")

    def meet_name(self, text: str) -> None:
        after = AFTER.match(self.formula, self.place + len(text))
        if after and after[1] and OTHER_BOOK.search(text):
            raise Refused("reference")
        name = text.upper()
        if name.startswith(WITHOUT_CALL):
            self.check_function(name.removeprefix(WITHOUT_CALL))

    def meet_sign(self, text: str) -> None:
        if text == "(" and self.before:
            self.meet_bracket()
        self.braces += (text == "{") - (text == "}")
        is_outside = text == "|" and not (self.is_open and self.braces > 0)
        if is_outside or text == "\\" or (text == "/" and self.formula.startswith("//", self.place)):
            raise Refused("reference")

    def meet_bracket(self) -> None:
        """Whether it calls something, and what."""
        if self.before == "name":
            name = self.last.upper()
            if not name.startswith("_XLPM."):  # a parameter of the formula's own
                self.check_function(name)
        elif self.before == "quoted" or (self.before == "sign" and not (self.last in OPERATORS or self.last in ")]}")):
            raise Refused("function", name=named(self.last))

    def check_function(self, name: str) -> None:
        bare = name
        while prefix := next((one for one in PREFIXES if bare.startswith(one)), ""):
            bare = bare.removeprefix(prefix)
        if bare == WRAPPED and not self.is_inner:
            self.check_wrapped(self.formula[self.place + 1 :].lstrip())
        elif bare == LINK:
            if not PLAIN_LINK.match(self.formula, self.place + 1):
                raise Refused("link", place=LINK)
        elif bare not in PERMITTED:
            raise Refused("function", name=named(bare))
        self.is_addressed |= bare == ADDRESSED

    def check_wrapped(self, argument: str) -> None:
        """Google's own formula: its table programs run it again."""
        text = TOKEN.match(argument)
        if not text or text.lastgroup != "text":
            raise Refused("function", name=WRAPPED)
        inner = text[0][1:-1].replace('""', '"')
        if inner != '"COMPUTED_VALUE"':
            Scan(inner, is_inner=True).check()

    def reference(self) -> str:
        """What stands in square brackets: cells of this workbook, or columns of its tables."""
        if self.is_open:
            found = OPEN_REFERENCE.match(self.formula, self.place)
            if found and "//" not in found[0]:
                return found[0]
            raise Refused("reference")
        if self.formula.startswith(OF_ITSELF, self.place):
            return OF_ITSELF
        is_of_table = self.before == "name" and self.formula[self.place - 1 : self.place].strip()
        found = STRUCTURED.match(self.formula, self.place)
        if found and (is_of_table or OF_ITS_ROW.match(found[0])):
            return found[0]
        raise Refused("reference")
