"""A mail service posts mails as it really does: Postmark as JSON behind basic auth, Mailgun as a form with a signature."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from django.test import Client

from candidates.outreach.models import Message
from tests.candidates.outreach.mails import reply

URL = "/mail/inbound/"
SECRET = "anymail:long-secret"


@pytest.fixture
def letter(recruiter, send):
    return send(recruiter)


@pytest.fixture
def service(settings):
    def choose(name, **more):
        settings.INBOUND_SERVICE = name
        settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET} | more

    return choose


def headers(secret=SECRET):
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def postmark(letter):
    return json.dumps(
        {
            "FromFull": {"Email": "elin@uni.example", "Name": "Elin Vasquez"},
            "ToFull": [{"Email": "hiring@strongsuit.example", "Name": ""}],
            "Subject": "Re: Your paper",
            "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
            "TextBody": "Gladly!",
            "HtmlBody": "<p>Gladly!</p>",
            "Headers": [
                {"Name": "Message-ID", "Value": "<1@uni.example>"},
                {"Name": "In-Reply-To", "Value": letter.message_id},
                {"Name": "References", "Value": letter.message_id},
            ],
            "Attachments": [],
        }
    )


def test_postmark_posts_an_answer_twice_and_it_stands_once(letter, service):
    service("postmark")
    client = Client(enforce_csrf_checks=True)

    answers = [
        client.post(URL, postmark(letter), content_type="application/json", headers=headers()).status_code
        for _ in range(2)
    ]

    assert answers == [200, 200]
    assert Message.objects.get(state="received").body == "Gladly!"


def test_mailgun_posts_a_whole_mail_with_a_signature(letter, service):
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY="key")
    stamp, token = str(int(time.time())), "t" * 50
    data = {
        "timestamp": stamp,
        "token": token,
        "signature": hmac.new(b"key", (stamp + token).encode(), hashlib.sha256).hexdigest(),
        "recipient": "hiring@strongsuit.example",
        "sender": "elin@uni.example",
        "body-mime": reply(letter.message_id).as_string(),
    }

    forged = Client().post(URL, data | {"signature": "0" * 64}, headers=headers())
    good = Client().post(URL, data, headers=headers())

    assert (forged.status_code, good.status_code) == (400, 200)
    assert Message.objects.filter(state="received").count() == 1


@pytest.mark.parametrize("sent", [headers("anymail:wrong"), {}])
def test_without_the_secret_nothing_is_taken(letter, service, sent):
    service("postmark")

    answer = Client().post(URL, postmark(letter), content_type="application/json", headers=sent)

    assert answer.status_code == 400
    assert Message.objects.filter(state="received").count() == 0


@pytest.mark.parametrize(("name", "secret"), [("", SECRET), ("postmark", ""), ("nobody", SECRET)])
def test_unless_a_service_and_a_secret_are_chosen_there_is_no_such_address(letter, settings, name, secret):
    settings.INBOUND_SERVICE, settings.ANYMAIL = name, {"WEBHOOK_SECRET": secret}

    answer = Client().post(URL, postmark(letter), content_type="application/json", headers=headers())

    assert answer.status_code == 404
