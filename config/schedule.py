"""What is done by itself, and when (UTC). Each task finds out what is due, so that a run that was missed loses nothing."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "remind": {"task": "workspace.reminders.remind", "schedule": crontab(minute="*")},
    "deliver": {"task": "workspace.mail.deliver", "schedule": crontab(minute="*")},
    "forget_keys": {"task": "workspace.tokens.forget_old_keys", "schedule": crontab(minute="17", hour="*")},
    "measure calibration": {"task": "insights.calibration.measure", "schedule": crontab(minute="45", hour="3")},
    "reckon questions": {"task": "interviews.questions.reckon", "schedule": crontab(minute="50", hour="3")},
    "look for conflicts": {"task": "hiring.conflicts.look_at_all", "schedule": crontab(minute="25", hour="3")},
    "look_ahead": {"task": "insights.forecast.look_ahead", "schedule": crontab(minute="30", hour="4")},
    "fold": {"task": "insights.aggregates.fold", "schedule": crontab(minute="*/10")},
    "recount": {"task": "insights.aggregates.recount", "schedule": crontab(minute="5", hour="2")},
    "tend updates": {"task": "insights.updates.tend", "schedule": crontab(minute="*/10")},
    "ask applicants": {"task": "insights.self_identification.ask", "schedule": crontab(minute="35")},
    "count half-years": {"task": "insights.fairness.count", "schedule": crontab(minute="10", hour="5")},
    "find_duplicates": {"task": "candidates.matching.find_duplicates", "schedule": crontab(minute="*/5")},
    "look_at_mentions": {"task": "candidates.identity.look_at_mentions", "schedule": crontab(minute="*/5")},
    "tend_imports": {"task": "candidates.imports.tend_imports", "schedule": crontab(minute="*/5")},
    # The feed is made anew at midnight in New York; what has not changed by noon costs one short answer.
    "harvest the feed": {
        "task": "candidates.harvest.start_harvests",
        "args": [["rss"]],
        "schedule": crontab(minute="40", hour="5,12"),
    },
    "harvest arxiv": {
        "task": "candidates.harvest.start_harvests",
        "args": [["oai", "arxiv"]],
        "schedule": crontab(minute="20", hour="2"),
    },
    "harvest venues": {
        "task": "candidates.harvest.start_harvests",
        "args": [["virtual-site", "openreview", "pmlr", "acl", "dblp", "openalex", "semantic-scholar"]],
        "schedule": crontab(minute="10", hour="3", day_of_week="mon"),
    },
    "tend_harvests": {"task": "candidates.harvest.tend_harvests", "schedule": crontab(minute="*")},
    "retry_lookups": {"task": "candidates.sourcing.retry_lookups", "schedule": crontab(minute="*")},
    "read_vectors": {"task": "candidates.watches.read_vectors", "schedule": crontab(minute="5-55/10")},
    "rank_watches": {"task": "candidates.watches.rank_watches", "schedule": crontab(minute="*/10")},
    "retry_code": {"task": "candidates.repositories.retry", "schedule": crontab(minute="*")},
    "sync calendars": {"task": "interviews.availability.sync_calendars", "schedule": crontab(minute="*/5")},
    "tend exams": {"task": "interviews.sittings.tend", "schedule": crontab(minute="*")},
    "clean take-homes": {"task": "interviews.take_homes.clean_what_waits", "schedule": crontab(minute="*/10")},
    "sweep": {"task": "workspace.mail.sweep", "schedule": crontab(minute="*/5")},
    "sweep files": {"task": "workspace.files.sweep", "schedule": crontab(minute="*/10")},
    "fetch replies": {"task": "candidates.outreach.fetch_replies", "schedule": crontab(minute="*/2")},
    "follow up": {"task": "candidates.outreach.follow_up", "schedule": crontab(minute="*/5")},
    "measure agreement": {
        "task": "interviews.plans.measure_agreement",
        "schedule": crontab(minute="50", hour="3"),
    },
    "tend notices": {"task": "candidates.privacy.tend_notices", "schedule": crontab(minute="23")},
    "sweep records": {"task": "candidates.people.sweep", "schedule": crontab(minute="17", hour="*/6")},
}
