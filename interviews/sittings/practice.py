"""The question people try before the clock starts. It belongs to no bank and is marked for nobody."""

from interviews.questions.items import Area, Depth, Form, Item, Option

PRACTICE = Item(
    slug="practice",
    title="Practice",
    area=Area.CONVENTIONS,
    depth=Depth.RECALL,
    form=Form.MULTI,
    minutes=1,
    text="Which of these are colours of a traffic light? Tick all that apply. Right ones add, wrong ones take away, never below nothing.",
    explanation="Red and green: 2 of 2 ticked and no wrong one would be a full mark.",
    options=(
        Option("Red", is_right=True),
        Option("Green", is_right=True),
        Option("Grey"),
        Option("Pink"),
    ),
)
SEED = 1
