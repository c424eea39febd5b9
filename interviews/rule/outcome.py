"""The computed outcome of an application: hire signal, no, or more evidence needed, explained in words.

Pure: the same ratings give the same outcome, in whatever order they arrive. Nothing here is averaged, weighted into a
total or given an order, so outcomes cannot be sorted. A person decides after reading it; this only says what the
written rule makes of the ratings.

    hire signal            at least one hypothesis confirmed and every bar met
    no                     a bar not met, or every hypothesis refuted
    more evidence needed   everything else, with the one cheapest next step
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviews.rule.bars import BarFinding, BarState, judge_bar
from interviews.rule.strengths import HypothesisFinding, HypothesisState, judge_hypothesis
from interviews.rule.terms import (
    DEFAULT_RULE,
    Bar,
    BarRating,
    Hypothesis,
    Key,
    Rule,
    StrengthRating,
    named_once,
)
from interviews.rule.wording import counted, listed, opened

__all__ = ["Finding", "NextStep", "Outcome", "Signal", "StepKind", "outcome"]

Finding = HypothesisFinding | BarFinding


class Signal(enum.Enum):
    """What the rule makes of the ratings. Without an order on purpose."""

    HIRE = "hire signal"
    NO = "no"
    MORE_EVIDENCE = "more evidence needed"


class StepKind(enum.Enum):
    """What kind of thing would bring a decision closest."""

    RATE_BAR = "rate a minimum bar"
    RATE_STRENGTH = "rate a strength"
    WRITE_HYPOTHESIS = "write a strength hypothesis"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The cheapest thing to do next.

    `not_from` are the people who have rated this criterion already; `not_through` the assessment types that would add
    nothing independent. Both are empty for a hypothesis that has still to be written.
    """

    kind: StepKind
    criterion: Key | None
    name: str
    not_from: frozenset[Key]
    not_through: frozenset[str]
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The signal, one sentence for the page, the reasons that decided it (first first), and every finding.

    `strengths` and `bars` keep the order in which the criteria were given. `next_step` is None when nothing more is
    needed: on a hire signal and on a no.
    """

    signal: Signal
    sentence: str
    reasons: tuple[str, ...]
    strengths: tuple[HypothesisFinding, ...]
    bars: tuple[BarFinding, ...]
    next_step: NextStep | None

    @property
    def bars_not_met(self) -> tuple[BarFinding, ...]:
        """The bars that are not met; hiring against one needs a second approver and a plan."""
        return tuple(finding for finding in self.bars if finding.state is BarState.NOT_MET)


def outcome(
    *,
    hypotheses: Sequence[Hypothesis],
    bars: Sequence[Bar],
    strength_ratings: Iterable[StrengthRating] = (),
    bar_ratings: Iterable[BarRating] = (),
    rule: Rule = DEFAULT_RULE,
) -> Outcome:
    """Compute the outcome of one application.

    Pass the current version of every submitted scorecard's ratings. A rating that is not assessed (None), by a trainee,
    or of a criterion that is neither a hypothesis nor a bar here changes nothing, as if it were absent. Without a
    hypothesis there can be no hire signal; without bars the strengths alone decide; both are said in words.

    Raises ValueError when a criterion is listed twice among the hypotheses or among the bars.
    """
    named_once(hypotheses, "hypotheses")
    named_once(bars, "bars")
    strength_ratings, bar_ratings = tuple(strength_ratings), tuple(bar_ratings)
    strengths = tuple(judge_hypothesis(hypothesis, strength_ratings, rule) for hypothesis in hypotheses)
    judged = tuple(judge_bar(bar, bar_ratings, rule) for bar in bars)
    signal = _signal(strengths, judged)
    return Outcome(
        signal=signal,
        sentence=_SENTENCES[signal](strengths, judged),
        reasons=_reasons(signal, strengths, judged),
        strengths=strengths,
        bars=judged,
        next_step=_next_step(strengths, judged) if signal is Signal.MORE_EVIDENCE else None,
    )


def _signal(strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> Signal:
    if any(finding.state is BarState.NOT_MET for finding in bars):
        return Signal.NO
    if strengths and all(finding.state is HypothesisState.REFUTED for finding in strengths):
        return Signal.NO
    confirmed = any(finding.state is HypothesisState.CONFIRMED for finding in strengths)
    if confirmed and all(finding.state is BarState.MET for finding in bars):
        return Signal.HIRE
    return Signal.MORE_EVIDENCE


# The next step goes to the first of these that is open: what one rating can settle comes before what needs two, and
# a bar comes before a strength because it can end the matter either way.
_BORDERLINE = {BarState.BORDERLINE}
_UNTESTED = {BarState.UNTESTED}
_NEARLY = {HypothesisState.SUPPORTED_ONCE}
_OPEN = {HypothesisState.UNSETTLED, HypothesisState.UNTESTED}


def _next_step(strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> NextStep:
    """The one cheapest step; only called when something is open."""
    if not strengths:
        return NextStep(
            kind=StepKind.WRITE_HYPOTHESIS,
            criterion=None,
            name="",
            not_from=frozenset(),
            not_through=frozenset(),
            sentence="Write down one or two strengths to validate: without a hypothesis nothing can be confirmed.",
        )
    needs_strength = not any(finding.state is HypothesisState.CONFIRMED for finding in strengths)
    queue: list[Finding] = [finding for finding in bars if finding.state in _BORDERLINE]
    if needs_strength:
        queue += [finding for finding in strengths if finding.state in _NEARLY]
    queue += [finding for finding in bars if finding.state in _UNTESTED]
    if needs_strength:
        # Unsettled before untested: somebody has looked already, so less is missing.
        queue += sorted(
            (finding for finding in strengths if finding.state in _OPEN),
            key=lambda finding: finding.state is HypothesisState.UNTESTED,
        )
    return _step_for(queue[0])


def _step_for(finding: Finding) -> NextStep:
    if isinstance(finding, BarFinding):
        again = "one more independent" if finding.raters else "a first"
        who = "somebody who has not rated it yet" if finding.raters else "anybody who interviews for it"
        return NextStep(
            kind=StepKind.RATE_BAR,
            criterion=finding.bar.criterion,
            name=finding.bar.name,
            not_from=finding.raters,
            not_through=frozenset(),
            sentence=f"Ask {who} for {again} rating of {finding.bar.name}.",
        )
    types = finding.supporting_types
    other = " through another assessment type" if types else ""
    who = "somebody who has not rated it yet" if finding.raters else "anybody who probes it in depth"
    again = "one more independent" if finding.raters else "a first"
    return NextStep(
        kind=StepKind.RATE_STRENGTH,
        criterion=finding.hypothesis.criterion,
        name=finding.hypothesis.name,
        not_from=finding.raters,
        not_through=types,
        sentence=f"Ask {who} for {again} rating of {finding.hypothesis.name}{other}.",
    )


def _named(findings: Iterable[Finding]) -> list[str]:
    return [finding.bar.name if isinstance(finding, BarFinding) else finding.hypothesis.name for finding in findings]


def _in(state: BarState | HypothesisState, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state is state]


def _hire_sentence(strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> str:
    names = _named(_in(HypothesisState.CONFIRMED, strengths))
    confirmed = f"{listed(names)} {'is' if len(names) == 1 else 'are'} confirmed"
    if not bars:
        return f"{confirmed}; no minimum bar is named, so the strength alone decides."
    every = "the one minimum bar is" if len(bars) == 1 else f"all {counted(len(bars), 'minimum bar')} are"
    return f"{confirmed} and {every} met."


def _no_sentence(strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> str:
    failed = _in(BarState.NOT_MET, bars)
    if len(failed) == 1:
        return f"{_named(failed)[0]} is not met: {failed[0].reason}."
    if failed:
        return f"{listed(_named(failed))} are not met."
    if len(strengths) == 1:
        return f"The only hypothesis, {_named(strengths)[0]}, is refuted: {strengths[0].reason}."
    return f"Every hypothesis is refuted: {listed(_named(strengths))}."


def _more_sentence(strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> str:
    borderline, untested = _in(BarState.BORDERLINE, bars), _in(BarState.UNTESTED, bars)
    open_bars = [f"{_named([finding])[0]} is borderline ({finding.reason})" for finding in borderline]
    if untested:
        open_bars.append(f"{listed(_named(untested))} {'is' if len(untested) == 1 else 'are'} untested")
    confirmed = _named(_in(HypothesisState.CONFIRMED, strengths))
    if confirmed:
        return f"{listed(confirmed)} {'is' if len(confirmed) == 1 else 'are'} confirmed, but {listed(open_bars)}."
    if not strengths:
        lead = "no strength hypothesis is written, so nothing can be confirmed"
    else:
        states = [f"{_named([finding])[0]} is {finding.state.value}" for finding in strengths]
        lead = f"no strength is confirmed yet ({listed(states)})"
    if not bars:
        return opened(f"{lead}; no minimum bar is named.")
    return opened(f"{lead}, and {listed(open_bars)}.") if open_bars else opened(f"{lead}; every bar is met.")


_SENTENCES = {Signal.HIRE: _hire_sentence, Signal.NO: _no_sentence, Signal.MORE_EVIDENCE: _more_sentence}

# What decided comes first: the states behind a no, then what is open, then what is settled.
_WEIGHTY: dict[Signal, tuple[BarState | HypothesisState, ...]] = {
    Signal.NO: (BarState.NOT_MET, HypothesisState.REFUTED),
    Signal.HIRE: (HypothesisState.CONFIRMED, BarState.MET),
    Signal.MORE_EVIDENCE: (
        BarState.BORDERLINE,
        HypothesisState.SUPPORTED_ONCE,
        HypothesisState.UNSETTLED,
        BarState.UNTESTED,
        HypothesisState.UNTESTED,
    ),
}


def _reasons(signal: Signal, strengths: Sequence[HypothesisFinding], bars: Sequence[BarFinding]) -> tuple[str, ...]:
    findings: list[Finding] = [*strengths, *bars]
    if signal is Signal.NO and _in(BarState.NOT_MET, bars):
        weighty: list[Finding] = _in(BarState.NOT_MET, bars)
    else:
        weighty = [finding for state in _WEIGHTY[signal] for finding in _in(state, findings)]
    reasons = [_reason(finding) for finding in weighty]
    if not strengths:
        reasons.append("No strength hypothesis is written, so nothing can be confirmed.")
    if not bars:
        reasons.append("No minimum bar is named, so the strengths alone decide.")
    return tuple(reasons)


def _reason(finding: Finding) -> str:
    contradiction = "; the ratings contradict each other" if finding.contested else ""
    return f"{_named([finding])[0]} is {finding.state.value}: {finding.reason}{contradiction}."
