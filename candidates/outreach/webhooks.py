"""Mails that a mail service posts to us. Anymail knows each service's format and checks its secret or signature."""

import importlib
from typing import Any

import anymail.signals
from django.conf import settings
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from candidates.outreach.receiving import receive
from workspace.web import open_to_all

# The services whose inbound mail is taken, and the view of Anymail that reads it.
SERVICES = {
    "brevo": "BrevoInboundWebhookView",
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "sendgrid": "SendGridInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}


@open_to_all("a mail service posts mails that came in; the secret in the address or its signature is checked")
@csrf_exempt
@require_POST
def inbound_mail(request: HttpRequest) -> HttpResponse:
    """Hand a mail to Anymail's view of the chosen service. Without a service and a secret there is no such address."""
    name = SERVICES.get(settings.INBOUND_SERVICE)
    if name is None or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    view: Any = getattr(importlib.import_module(f"anymail.webhooks.{settings.INBOUND_SERVICE}"), name)
    return view.as_view()(request)


@receiver(anymail.signals.inbound, dispatch_uid="candidates.take_in_mail")
def take_in_mail(event: Any, **_: Any) -> None:
    """Take the mail in; where that fails the service hears of it and posts it again, which does nothing twice."""
    receive(event.message.as_bytes())
