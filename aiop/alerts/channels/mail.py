"""Messages by e-mail, as text and as a page, under a Message-ID that is the same at every attempt."""

from __future__ import annotations

import smtplib
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from aiop.alerts.channels.message import Message
from aiop.alerts.models import Channel
from aiop.sources.errors import FixConnection, TryAgain

SECONDS = 20


def send(channel: Channel, message: Message) -> None:
    """Hand a message to the mail server; raises TryAgain or FixConnection."""
    if not settings.EMAIL_HOST:
        raise FixConnection("This machine knows no mail server: set EMAIL_HOST.")
    try:
        _mail(channel, message).send()
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise FixConnection(f"The mail server refused the log-in: {_said(error)}.") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused(error) from None
    except smtplib.SMTPResponseException as error:
        kind = TryAgain if error.smtp_code < 500 else FixConnection
        raise kind(f"The mail server answered {error.smtp_code}: {_said(error)}.") from None
    except (smtplib.SMTPException, OSError) as error:
        raise TryAgain(f"The mail server could not be reached ({type(error).__name__}).") from None


def _mail(channel: Channel, message: Message) -> EmailMultiAlternatives:
    host = Address(addr_spec=settings.DEFAULT_FROM_EMAIL).domain or "localhost"
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address.strip() for address in channel.settings["to"].split(",") if address.strip()],
        connection=get_connection(timeout=SECONDS),
        headers={
            "Message-ID": f"<{message.key}@{host}>",
            "X-AIOP-Key": message.key,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("alerts/mail.html", {"message": message}), "text/html")
    return mail


def _refused(error: smtplib.SMTPRecipientsRefused) -> TryAgain | FixConnection:
    codes = [code for code, _ in error.recipients.values()]
    said = f"The mail server refused {', '.join(error.recipients)}."
    return FixConnection(said) if all(code >= 500 for code in codes) else TryAgain(said)


def _said(error: Any) -> str:
    text = error.smtp_error if hasattr(error, "smtp_error") else str(error)
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)
