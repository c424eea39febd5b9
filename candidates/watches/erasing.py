"""What readings forget when a person is erased."""

from collections.abc import Collection

from django.db.models import Q

from candidates.papers.models import Authorship, Paper
from candidates.watches.enums import Act
from candidates.watches.models import Place, Reading, Watch, WatchFlag


def forget_readings(keys: Collection[int], names: Collection[str]) -> None:
    """Delete what was noted of these people's papers, their flags, and their names where they are followed.

    Called while papers still say who wrote them.
    """
    flags = WatchFlag.objects.filter(candidate__in=keys)
    theirs = Q(authorships__candidate__in=keys) | Q(pk__in=flags.values("paper"))
    papers = list(Paper.objects.filter(theirs).values_list("pk", flat=True))
    printed = Authorship.objects.filter(candidate__in=keys).values_list("name", flat=True)
    known = {*names, *printed}
    Reading.erasable.filter(paper__in=papers, act=Act.NOTE).delete()
    flags.delete()
    for watch in Watch.objects.filter(followed__overlap=sorted(known)):
        watch.followed = [name for name in watch.followed if name not in known]
        watch.save(update_fields=["followed", "updated_at"])
    Place.objects.filter(follows__in=known).update(follows="")
