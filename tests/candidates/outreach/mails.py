"""Mails as they come in, written as mail programs and servers write them."""

from email.message import EmailMessage


def reply(
    to,
    *,
    sender="Elin Vasquez <elin@uni.example>",
    subject="Re: Your paper",
    text="Gladly!",
    key="<1@uni.example>",
    **headers,
):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, "hiring@strongsuit.example", subject, key
    mail["Date"] = "Sat, 21 Nov 2026 10:00:00 +0100"
    if to:
        mail["In-Reply-To"] = mail["References"] = to
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def bounce(
    to, *, address="elin@uni.example", action="failed", status="5.1.1", key="<b1@mx.uni.example>", part="message/rfc822"
):
    """A delivery report as RFC 3464 has it."""
    returned = f"Message-ID: {to}\r\nSubject: Your paper\r\n\r\n"
    if part == "message/rfc822":
        returned += "Hello\r\n"
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.uni.example\r\nTo: hiring@strongsuit.example\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: {key}\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="xx"\r\n\r\n'
        "--xx\r\nContent-Type: text/plain\r\n\r\nI could not deliver your mail.\r\n"
        "--xx\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.uni.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--xx\r\nContent-Type: {part}\r\n\r\n{returned}\r\n--xx--\r\n"
    ).encode()
