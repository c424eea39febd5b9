"""How the log says what happened at the desk."""

from workspace.activity.wording import say

say("saved_role_text", "saved the text (version {version}) of")
say("overrode_finding", "let “{rule}” stand in the text of")
say("withdrew_override", "withdrew the override of “{rule}” in the text of")
