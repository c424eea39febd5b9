"""How the log says that ratings were brought along."""

from workspace.activity.wording import say

say("brought_ratings", "brought ratings along from an earlier application ({count})")
