"""What the log says of readers."""

from workspace.activity.wording import say

say("named_fairness_reader", "let somebody read how groups fare:")
say("dismissed_fairness_reader", "ended the reading of how groups fare:")
say("exported_applicant_flow", "exported the applicant flow of")
