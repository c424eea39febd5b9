"""What the question bank reckons by night."""

from celery import shared_task

from interviews.questions.reckoning import reckon_statistics


@shared_task(name="interviews.questions.reckon", acks_late=True, time_limit=540, soft_time_limit=480)
def reckon_questions() -> int:
    """Reckon the statistics of all questions anew; return how many answers they rest on. Running twice writes the same row twice."""
    return int(reckon_statistics().facts["bank"]["answers"])
