"""Short forms of given names. Small on purpose: only those readers know for certain."""

import functools

# One group a line.
NICKNAMES = """
alex alexander alexandra alexandre sasha
andy andrew andreas drew
ben benjamin
beth liz elizabeth elisabeth eliza betsy
bill will william billy liam
bob rob robert bobby robbie
cathy kathy kate katie catherine katherine kathryn
charlie chuck charles
chris christopher christian christine christina kristina
dan danny daniel danielle
dave david
debbie deb deborah
dick rick rich richard ricky
dima dmitry dmitri dmitriy dmytro
don donald
ed eddie ted edward edwin
fred frederick frederic friedrich alfred
greg gregory
hans johannes
jack john jon johnny
jake jacob jakob
jeff geoff jeffrey geoffrey
jen jenny jennifer
jim james jimmy jamie
joe joseph josef joey
josh joshua
ken kenneth
larry lawrence laurence
maggie meg margaret
manny manuel emmanuel manu
matt matthew matthias matthieu
max maximilian maxim maxime
mike mick michael mikhail misha michel
nate nathan nathaniel
nick nicholas nicolas nikolaos nikolai niko
pat patrick patricia
pete peter
phil philip phillip philipp philippe
ron ronald
sam samuel samantha
seb sebastian sebastien
steve steven stephen stefan
sue susan suzanne
theo theodore theodor
tim timothy
toby tobias
tom thomas tommy
tony anthony antonio
val valentin valentina valerie
vlad vladimir
vicky victoria
zach zachary zack
"""


def nickname_groups(word: str) -> frozenset[int]:
    """Return the numbers of the groups a folded given name belongs to."""
    return _groups().get(word, frozenset())


@functools.cache
def nickname_initials(word: str) -> frozenset[str]:
    """Return the initials of every form a folded given name may take, its own among them."""
    lines = NICKNAMES.strip().splitlines()
    return frozenset({word[:1], *(form[0] for number in nickname_groups(word) for form in lines[number].split())})


@functools.cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(NICKNAMES.strip().splitlines()):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}
