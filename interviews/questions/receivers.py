"""What the activity log says of questions."""

from workspace.activity.wording import say

say("wrote_question", "wrote version {version} of the question “{question}”")
say("moved_question", "made the question “{question}” {to}")
say("named_authors", "named {authors} authors of the question “{question}”")
