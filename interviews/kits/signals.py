"""What kits tell the folders above them, inside the transaction."""

from django.dispatch import Signal

# A kit that interviews were held with got a new version. Arguments: before (Kit), after (Kit).
kit_replaced = Signal()
