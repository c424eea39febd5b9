"""A whole kit as labelled texts, to be set beside another version of itself."""

from interviews.kits.models import Kit, KitCompetency, KitQuestion

STEPS = ("Clearly below", "Just below", "Just above", "Clearly above")


def told(kit: Kit) -> dict[str, str]:
    """Return everything a kit says, by label, one line for each thing said. No query where `queries.in_full` fetched it."""
    texts = {
        "Name": kit.name,
        "Assessment type": kit.assessment_type.name,
        "Role profiles": "\n".join(sorted(profile.name for profile in kit.profiles.all())),
        "Whose own": kit.team.name if kit.team else "",
        "Held about": kit.get_about_work_display(),
        "Held by": kit.get_side_display(),
        "Minutes": str(kit.minutes),
        "Minutes at home": str(kit.homework_minutes or ""),
        "Briefing": kit.briefing,
        "Tell the candidate": kit.tell_candidate,
        "Flow": "\n".join(
            f"{step.minutes} min. {step.title}" + (f": {step.text}" if step.text else "") for step in kit.steps.all()
        ),
        "Questions": "\n".join(line for question in kit.questions.all() for line in _question(question)),
        "What good looks like": kit.good_looks_like,
        "What misleads here": kit.watch_out,
        "What not to ask or note": kit.leave_out,
        "What keeps it fair": kit.adjustments,
        "For the candidate": kit.material,
        "Solution": kit.solution,
    }
    return texts | {f"Covers {probe.competency.name}": "\n".join(_probe(probe)) for probe in kit.competencies.all()}


def _question(question: KitQuestion) -> list[str]:
    lines = [question.text, *question.follow_up.splitlines()]
    labelled = [
        ("Asks after", question.get_half_display()),
        ("A good answer", question.listen_for),
        ("A weak answer", question.weak),
        ("Shows", question.competency.name if question.competency else ""),
    ]
    return [*lines, *(f"{label}: {text}" for label, text in labelled if text)]


def _probe(probe: KitCompetency) -> list[str]:
    lines = [probe.get_depth_display()]
    lines += [f"Level {level}: {text}" for level, text in enumerate(probe.strength_anchors, start=1)]
    if probe.bar_anchor:
        lines.append(f"Meets the bar: {probe.bar_anchor}")
    return lines + [f"{label}: {text}" for label, text in zip(STEPS, probe.bar_steps, strict=False)]
