"""What the rules find in a role's text, and what they leave alone."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.evidence.parts import linter as evidence
from hiring.catalogue.reading import competencies, pool_estimates, role_profiles
from hiring.desk.composing import Said, compose
from hiring.linter.headings import kind_of_heading
from hiring.linter.linting import lint, rule, rules
from hiring.linter.pool import shrink
from hiring.linter.profiles import profiles_asked
from hiring.linter.reading import read
from hiring.linter.terms import Assessment, Facts, Kind, Severity

FACTS = Facts(today=dt.date(2026, 11, 21))
LABELLED = [text for name in evidence.SETS for text in evidence.labelled(name)]
GOOD = [text for text in LABELLED if "of the design notes" in text["name"] and text["name"].startswith("good")]
# What hypothesis builds texts from: pieces that rules look for, in any order, beside any characters at all.
PHRASES = [
    "5+ years", "of ", "LangChain", "PhD", " or equivalent", "Requirements:\n", "- ", "\n\n", "; ", "he will ", "native English", "$90k-$260k", "12-hour take-home",
    "NeurIPS", "publications at ", "no ", "rockstar", "citizens only", "lift 20 kg", "Senior ", "Berlin", "preferably ", "İstanbul ", "e.g. ", "\r\n", "•", "one in ten ",
]  # fmt: skip


def fired(text, facts=FACTS):
    return {one.rule: one for one in lint(text, facts)}


def marked(text, rule_id, facts=FACTS):
    return [text[span.start : span.end] for span in fired(text, facts)[rule_id].spans]


@pytest.mark.parametrize("text", GOOD, ids=lambda text: text["name"])
def test_good_examples_raise_nothing_above_info(text):
    assert {one.severity for one in lint(text["text"], FACTS)} <= {Severity.INFO}


def test_every_rule_fires_somewhere_in_the_labelled_texts():
    found = {one.rule for text in LABELLED for one in lint(text["text"], evidence.facts_of(text))}
    assert found >= {one.id for one in rules()} - {"gendered.words"}


@pytest.mark.parametrize("name", list(evidence.SETS))
def test_rules_are_right_about_the_labelled_texts(name):
    scores, mistakes = evidence.score(name)
    right = sum(one.right for one in scores.values())
    assert len(mistakes) <= right * 0.04, mistakes


@pytest.mark.parametrize("name", ["fresh", "kept_back", "afterwards", "breadth"])
def test_rules_mark_the_words_they_are_about(name):
    marked, missing = evidence.unmarked(name)
    assert marked >= 20
    assert len(missing) <= marked * 0.04, missing


def test_enough_texts_are_labelled():
    assert len(LABELLED) >= 80
    ids = {one.id for one in rules()}
    for text in LABELLED:
        assert {*text["expects"], *text.get("open", ()), *text.get("words", {})} <= ids
        assert not {*text["expects"]} & {*text.get("open", ())}
        assert all(one in text["text"] for words in text.get("words", {}).values() for one in words)


def test_nothing_typed_finds_nothing():
    assert lint("", FACTS) == () == lint("  \n•\n", FACTS)


def test_years_mark_their_place_and_grow_into_an_error_at_five():
    text = "You must have 3-4 years of experience with Rust."
    assert marked(text, "years.numeric") == ["3-4 years"]
    assert fired(text)["years.numeric"].severity is Severity.WARNING
    assert fired(text.replace("3-4", "five"))["years.numeric"].severity is Severity.ERROR


def test_years_of_a_tool_are_compared_with_its_age():
    text = "Requirements: five years of LangChain"
    assert "4.1 years old" in fired(text)["years.impossible"].message
    assert "years.impossible" not in fired(text, Facts(today=dt.date(2028, 11, 1)))


def test_years_of_something_else_before_the_tool_are_not_the_tools():
    assert "years.impossible" not in fired("Requirements: 9 years of software engineering, lately with vLLM")


def test_years_are_rewritten_by_pattern_with_a_gap_for_a_person():
    text = "You need 5+ years of experience with Kafka."
    (rewrite,) = fired(text)["years.numeric"].rewrites
    done = text[: rewrite.span.start] + rewrite.text + text[rewrite.span.end :]
    assert done == "You need [[what they have built or run]] with Kafka."


def test_doctorate_weighs_less_where_the_work_is_research():
    text = "Requirements: PhD in physics"
    assert fired(text)["degree.phd"].severity is Severity.ERROR
    research = Facts(today=FACTS.today, is_research=True)
    assert fired(text, research)["degree.phd"].severity is Severity.WARNING


def test_facts_of_the_role_answer_before_its_text():
    known = Facts(today=FACTS.today, has_strength=True, has_bar=True)
    assert not {"strength.missing", "bar.missing"} & fired("Requirements: Python", known).keys()
    empty = Facts(today=FACTS.today, has_strength=False, has_bar=False)
    said = fired("Main strength we hire for: care. Minimum bar: some.", empty)
    unsaid = fired("Requirements: Python", empty)
    for rule_id in ("strength.missing", "bar.missing"):
        assert "the role none" in said[rule_id].message
        assert "the role's competencies" in said[rule_id].suggestion
        assert "the role none" not in unsaid[rule_id].message


def test_demands_without_a_second_list_are_not_called_a_mixed_one():
    listed = "Requirements:\n" + "".join(f"- {one}\n" for one in ("Rust", "Go", "SQL", "Care", "Wit", "Time"))
    assert "nothing is marked" in fired(listed)["must.nice.mixed"].message
    assert "one list" in fired(listed + "- C would be advantageous\n")["must.nice.mixed"].message


def test_pay_is_asked_for_where_a_law_asks_for_it():
    text = "ML engineer\n\nYou have built a service."
    assert "pay.missing" not in fired(text)
    assert "the EU" in fired(text, Facts(today=FACTS.today, place="Lisbon, or remote"))["pay.missing"].message
    assert "pay.missing" not in fired(
        text + " We pay 60 000 to 70 000 euros.", Facts(today=FACTS.today, place="Lisbon")
    )
    assert "pay.missing" in fired(text + " We raised €12,000,000 of funding.", Facts(today=FACTS.today, place="Lisbon"))


def test_legal_basis_allows_a_citizenship():
    text = "Only US citizens can apply."
    assert marked(text, "citizenship") == ["Only US citizens"]
    assert "citizenship" not in fired(text, Facts(today=FACTS.today, citizenship_basis="10 CFR 725"))


def test_interviews_are_compared_with_what_is_asked():
    facts = Facts(today=FACTS.today, assessments=(Assessment("Maths puzzles", frozenset({"maths"})),))
    found = fired("Requirements:\n- Kubernetes clusters you ran\n", facts)
    assert "Kubernetes" in found["must.untested"].message
    assert "Maths puzzles" in found["test.unasked"].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ideal candidate knows his tools.", ["his"]),
        ("The candidate reports to the head of data. He will plan the work.", ["He"]),
        ("The analyst reports to the head of data. Every week she will visit a mill.", ["she"]),
        ("Analyst\n\nA retired pilot founded the club; she flew alone.", None),
        ("A surveyor climbs down with the phone in her hand.", None),
        ("You report to our CTO, who wrote her thesis on owls.", None),
        ("You work with Ana Lind; her team reads the meters.", None),
    ],
)
def test_pronouns_of_the_person_are_told_from_those_of_others(text, words):
    assert (marked(text, "pronoun") if words else fired(text).get("pronoun")) == words


@pytest.mark.parametrize("profile", role_profiles(), ids=lambda one: one.slug)
def test_a_role_just_made_from_a_profile_has_no_error(profile):
    names = {one.slug: one for one in competencies()}
    said = Said(
        title=profile.name,
        strengths=[names[one.competency].name for one in profile.strengths],
        musts=profile.must_haves,
        nices=profile.nice_to_haves,
        duties=profile.duties,
        bars=[(names[one.competency].name, names[one.competency].bars[one.level]) for one in profile.bars],
    )
    assert [one.rule for one in lint(compose(said), FACTS) if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What you bring along", Kind.MUST),
        ("You may be a good fit if you have", Kind.MUST),
        ("Who should apply", Kind.MUST),
        ("Strong candidates may also have", Kind.NICE),
        ("What would make you stand out", Kind.NICE),
        ("As a senior ML engineer, you will", Kind.DUTY),
        ("What good looks like after a year", Kind.OUTCOME),
        ("Bar for ML", Kind.BAR),
        ("Our values", Kind.ABOUT),
    ],
)
def test_a_heading_says_what_follows(heading, kind):
    assert kind_of_heading(heading) is kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tasks\n\nRequirmentes:\n- Rust\n", [Kind.MUST]),
        ("[Required]\n・Rust\n[Welcome]\n・Go\n[Holidays] 30 days", [Kind.MUST, Kind.NICE, Kind.ABOUT]),
        ("The person we hire must be able to\n- write Rust\n", [Kind.MUST]),
        ("It is an advantage if you\n- write Rust\n", [Kind.NICE]),
        ("Must-haves\n1. **Rust**, written for others\n2. Go\n", [Kind.MUST, Kind.MUST]),
        ("| Skill | Essential | Desirable |\n|---|:---:|---|\n| Tools | Rust | Go |\n", [Kind.MUST, Kind.NICE]),
        ("| Requirements | Rust |\n| Nice to have | Go |\n", [Kind.MUST, Kind.NICE]),
    ],
)
def test_a_text_is_read_by_its_layout(text, kinds):
    assert [one.kind for one in read(f"Engineer\n\n{text}").pieces if one.kind is not Kind.TITLE] == kinds


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        ("ability.irrelevant", "You must be able to carry boxes of 15 kg."),
        ("age", "Requirements:\n- not older than 40 years of age"),
        ("citizenship", "Requirements:\n- Norwegian or Icelandic passport"),
        ("citizenship", "The post cannot be offered to holders of a student visa."),
        ("degree.equivalent", "Requirements:\n- completed university studies in mathematics"),
        ("degree.phd", "Requirements:\n- PhD and two years of experience, or a professorship"),
        ("must.nice.mixed", "Requirements:\n- Rust\n- C would be advantageous\n"),
        ("native", "Requirements:\n- Danish at mother tongue level"),
        ("pay.history", "Send us a confirmation of your salary."),
        ("pay.wide", "We pay SGD 90,000 - 190,000."),
        ("unicorn.domains", "Requirements:\n- models of images, text, speech and tabular data\n"),
        ("years.numeric", "Requirements:\n- six-plus years of Rust"),
        ("hype", "We are hiring cracked ML devs."),
        ("culture.vague", "We're a tribe."),
        ("culture.vague", "This is not a place for clock-watchers."),
        ("pay.history", "Tell us your last drawn salary."),
        ("pay.wide", "ML engineer, £70,000 - £125,000 DOE + bonus"),
        ("citizenship", "Requirements:\n- Swiss nationals or holders of a C permit only"),
        ("publications.count", "Requirements:\n- Best-in-class publications, e.g. at NeurIPS"),
        ("accommodation.missing", "Apply by mail. We do not discriminate because of age, sex or disability."),
        ("years.impossible", "Requirements:\n- 5 years building LLM agents with LangChain"),
        ("years.impossible", "| | Must have | Nice |\n|---|---|---|\n| vLLM | 5 years | |"),
        ("must.nice.mixed", "Requirements:\n- Rust\n- mile widziane: C"),
        (
            "tools.list",
            "Requirements:\n- RFdiffusion, ProteinMPNN, AlphaFold, OpenMM, PyRosetta, ColabFold, OmegaFold, ChimeraX and RoseTTAFold",
        ),
        (
            "unicorn.roles",
            "Engineer\n\nWe are four people and do not sleep much. What we need is someone who has:\n- built backend services\n- set up Kubernetes\n- built web UIs",
        ),
    ],
)
def test_rules_fire(rule_id, text):
    assert rule_id in fired(text)


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        ("ability.irrelevant", "Arms that lift 15 kg stand in every warehouse."),
        (
            "accommodation.missing",
            "To apply, write to us. Should another format suit you, ask Mira: mira@firm.example.",
        ),
        ("age", "Our data are up to 40 years old."),
        ("citizenship", "Requirements:\n- a passport of any country"),
        ("citizenship", "Requirements:\n- EU citizenship or a work permit"),
        ("degree.equivalent", "Requirements:\n- two years of experience with sensors; or a degree in physics"),
        ("degree.phd", "Requirements:\n- a PhD is one way to get here, and not the only one"),
        ("hype", "Who we are not looking for:\n- rockstars\n"),
        ("must.nice.mixed", "Requirements: Rust.\n\nNice to have: C."),
        ("native", "You needn't be a native speaker."),
        ("native", "Requirements:\n- patience with non-native speakers"),
        ("outcomes.missing", "At six months, half of the alarms are gone."),
        ("hype", "We find cracked glass, weed killers and pirates on pictures."),
        ("strength.missing", "Most of all, you debug patiently."),
        ("bar.missing", "Programming: it suffices to keep a script running."),
        ("process.missing", "First a chat of 30m, then pairing, 90m."),
        (
            "tools.list",
            "Requirements:\n- PhDs, MSc, LLMs, GPUs, MLOps, DevOps, SaaS, IoT, GenAI, LinkedIn, NeurIPS, arXiv",
        ),
    ],
)
def test_rules_leave_alone(rule_id, text):
    assert rule_id not in fired(text)


def test_pay_is_asked_for_by_the_code_of_a_state_and_half_an_hour_is_no_pay():
    text = "ML engineer\n\nWe talk for half an hour."
    assert "pay.missing" in fired(text, Facts(today=FACTS.today, place="Yakima, WA"))


@pytest.mark.parametrize(
    ("place", "is_asked"),
    [
        ("Peoria, IL", True),
        ("Tel Aviv, IL", False),
        ("Bogotá, CO", False),
        ("Toronto, ON, CA", False),
        ("Fresno, CA", True),
    ],
)
def test_the_code_of_a_country_is_no_state(place, is_asked):
    text = "ML engineer\n\nWe talk for half an hour."
    assert ("pay.missing" in fired(text, Facts(today=FACTS.today, place=place))) is is_asked
    assert ("pay.missing" in fired(f"{text} You work in {place}.")) is is_asked


def test_a_must_have_from_a_table_keeps_the_label_of_its_row():
    role = read("Engineer\n\n| | Must have | Nice |\n|---|---|---|\n| Python | two services | one |\n| Go | | yes |\n")
    assert [(one.kind, one.words) for one in role.pieces[1:]] == [
        (Kind.MUST, "Python | two services"),
        (Kind.NICE, "one"),
        (Kind.NICE, "Go | | yes"),
    ]


def test_a_first_column_may_hold_demands():
    role = read("Engineer\n\n| Must have | Nice to have |\n|---|---|\n| Python | Go |\n")
    assert [one.kind for one in role.pieces[1:]] == [Kind.MUST, Kind.NICE]


def test_he_goes_on_within_his_sentence():
    assert marked("The Data Scientist will join us; he will report with his analysts.", "pronoun") == ["he", "his"]


def test_tools_in_a_row_of_semicolons_are_one_demand():
    assert len(read("You must have experience with Python; Java; Scala; and Kafka.").must_items) == 1


@pytest.mark.parametrize(
    "words",
    [
        "You must hold a PhD and have 3 publications in NeurIPS, ICLR or CVPR.",
        "What you bring along:\n- Two or more first-author papers at conferences such as ICML",
    ],
)
def test_counted_publications_are_found_behind_other_demands(words):
    assert "publications.count" in fired(words)


def test_one_paper_to_take_apart_is_no_count():
    assert "publications.count" not in fired("You need one published paper in any venue you can take apart with us.")


def test_hours_said_outright_count_before_the_weekend_they_fall_on():
    assert "10 hours" in fired("We send a weekend take-home (about 10 hours).")["takehome.long"].message


def test_many_leaning_words_are_an_info_at_most():
    text = "Aggressive, ambitious, bold, competitive, decisive, dominant, fearless and relentless people."
    assert fired(text)["gendered.words"].severity is Severity.INFO


def test_typographic_apostrophes_change_nothing():
    text = "What you'll need\n\n- Master's degree in statistics\n"
    assert fired(text).keys() == fired(text.replace("'", "’")).keys()
    assert "degree.equivalent" in fired(text)


def test_profiles_are_named_by_what_the_text_asks():
    text = "Requirements:\n- Spark pipelines\n- Publications at NeurIPS\n- Product roadmap\n- Dashboards in Tableau\n"
    asked = {one.slug for one in profiles_asked(read(text))}
    assert asked == {"data-engineer", "ml-researcher", "ml-product-manager", "data-scientist"}
    assert asked <= {one.slug for one in role_profiles()}


def test_profile_of_the_title_comes_with_it_and_one_tool_is_no_second_job():
    text = "Machine Learning Engineer\n\nRequirements:\n- models that somebody used\n- Docker\n"
    assert [one.slug for one in profiles_asked(read(text))] == ["ml-engineer"]
    asked = profiles_asked(read(text + "- Kubernetes\n"))
    assert {one.slug for one in asked} == {"ml-engineer", "ml-platform-engineer"}


def test_pool_leaves_out_what_is_not_demanded():
    text = (
        "Requirements:\n- Patience\n\nDeep learning can be learned here. For anything you need, ask mira@firm.example."
    )
    assert [one.words for one in shrink(read(text), FACTS, pool_estimates()).steps] == ["Patience"]


def test_a_short_line_above_a_paragraph_closes_the_list_before():
    text = "Engineer\n\nRequirements\nA tool that others use.\n\nOur kitchen on Fridays\nSoup.\n"
    assert [one.words for one in read(text).musts] == ["A tool that others use."]


def test_pool_shrinks_with_each_must_have_and_never_grows():
    text = (
        "Requirements:\n- Python\n- Deep learning\n- PhD in machine learning\n- Publications at NeurIPS\n- Patience\n"
    )
    steps = shrink(read(text), FACTS, pool_estimates())
    assert [one.left for one in steps.steps] == ["18.2 million", "200,000–300,000", "22,000", "5,000", "5,000"]
    assert steps.steps[-1].estimate is None
    assert steps.times == 3640


def test_pool_without_must_haves_stays_whole():
    steps = shrink(read("We like owls."), FACTS, pool_estimates())
    assert (steps.final, steps.times) == ("18.2 million", 1)


def test_unknown_rule_is_none():
    assert rule("nonsense") is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=12)), max_size=40).map("".join))
def test_any_text_is_read_and_spans_lie_within_it(text):
    for finding in lint(text, FACTS):
        for span in [*finding.spans, *(one.span for one in finding.rewrites)]:
            assert 0 <= span.start <= span.end <= len(text)
    role = read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in role.pieces)
    assert [one.start for one in role.pieces] == sorted(one.start for one in role.pieces)
    shrink(role, FACTS, pool_estimates())
    profiles_asked(role)


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        " ",
        "a. ",
        "- 5 years of PyTorch, ",
        "he ",
        "no ",
        "PhD or ",
        "$90k-",
        "1 ",
        "publications at ",
        "take-home 1 hour ",
        "| PhD |\n",
        "or a degree in ",
        "not native ",
    ],
)
def test_a_long_text_that_repeats_itself_is_read_in_the_end(unit):
    """A second is usual for this length; a rule that tries every pair of places would need an hour."""
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    lint(text, FACTS)
    assert time.process_time() - began < 60
