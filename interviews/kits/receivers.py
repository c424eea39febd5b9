"""How the log words what was done to kits."""

from workspace.activity.wording import say

say("wrote_kit", "wrote version {version} of the kit “{kit}”")
say("copied_kit", "gave a team its own copy “{kit}” of the kit “{from}”")
say("retired_kit", "took the kit “{kit}” out of use")
say("restored_kit", "put the kit “{kit}” back into use")
