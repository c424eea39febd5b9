"""What weak, solid and outstanding look like in a work, whoever made it. Free of Django."""

# Aspect: its question, then what levels 1 to 3 look like.
PAPER = {
    "originality": (
        "Is the idea new?",
        "a known method on one more data set",
        "a new step, with a reason why it should work",
        "a view of the problem that others have taken over since, or will",
    ),
    "execution": (
        "Does the evidence carry the claim?",
        "one run, or rivals that were not tuned",
        "fair rivals, several seeds, and the one comparison that carries the claim",
        "tried to break its own claim, and says how far it holds",
    ),
    "importance": (
        "Who would do something differently?",
        "it moves a benchmark",
        "it changes what some people in the field do",
        "it would matter if only half of it were true",
    ),
}
CODE = {
    "originality": (
        "What does it add to the paper?",
        "a translation, with defaults where the paper is silent",
        "reasoned choices where the paper is silent, and they can be found",
        "an error found, or a plainer method that gives the same",
    ),
    "execution": (
        "Does it give the number, and can it be changed?",
        "runs on one machine; no number is compared",
        "a number with seeds, its difference explained, tests at the risky places",
        "strangers change it and get the number again",
    ),
    "importance": (
        "Whom does it serve?",
        "nobody but its author, so far",
        "others use it to work on something of their own",
        "it is the version people read to understand the method",
    ),
}
