"""How updates read in the log, and what goes along with their mails."""

from insights.updates import letters
from workspace.activity.wording import say

__all__ = ["letters"]

for verb, words in {
    "drafted_update": "drafted the update",
    "edited_update": "edited the update",
    "wrote_update_anew": "took new numbers into the update",
    "update_approved": "approved the update",
    "update_held": "held back the update",
    "update_draft": "opened again the update",
    "planned_updates": "changed when and to whom updates go, of",
}.items():
    say(verb, words)
