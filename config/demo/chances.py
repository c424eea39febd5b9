"""How likely things are in the invented year: waits in days, who passes, who leaves and why."""

SOURCED = ("arxiv", "proceedings", "reimplementations", "conferences", "linkedin")

# Median days until somebody acts, and the spread of their logarithm.
WAITS = {"sourced": (5.0, 0.6), "contacted": (4.0, 0.5), "review": (2.2, 0.5), "offer": (4.5, 0.5)}
INTERVIEW_WAITS = {"screen": (3.0, 0.4), "assessment": (4.0, 0.4), "onsite": (6.0, 0.35)}
AFTER_INTERVIEW = (0.8, 0.5)

PASSES_REVIEW = {
    "direct": 0.24,
    "course": 0.34,
    "campus": 0.28,
    "linkedin": 0.4,
    "agencies": 0.34,
    "referrals": 0.58,
    "arxiv": 0.66,
    "proceedings": 0.6,
    "reimplementations": 0.68,
    "conferences": 0.6,
}
REVIEW_REASONS = (
    ("must-have-missing", 34),
    ("evidence-too-thin", 30),
    ("different-profile", 16),
    ("level-not-matching", 14),
    ("right-to-work", 6),
)
INTERVIEW_REASONS = (("different-profile", 4), ("level-not-matching", 4))
WITHDRAWALS = (
    ("withdrew-other-offer", 5),
    ("withdrew-too-slow", 3),
    ("withdrew-not-interested", 3),
    ("withdrew-staying", 2),
    ("withdrew-too-demanding", 1),
    ("withdrew-personal", 1),
)
DECLINES = (
    ("declined-people-team", 3),
    ("declined-tools-research", 3),
    ("declined-data-access", 2),
    ("declined-skills-mentor", 2),
    ("declined-mission-effect", 2),
    ("declined-pay", 2),
    ("declined-place", 1),
)
STORIES = (("hire", 16), ("no bar", 40), ("no strength", 28), ("unsure", 16))
