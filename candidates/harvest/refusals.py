class HarvestRefused(Exception):
    """What was asked of a source is not possible; the message says why and what to do."""
