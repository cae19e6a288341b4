"""Customers, what they have subscribed to, leads and quotes."""

from aiop.adminkit.search import text
from aiop.values.email import email_key
from aiop.values.phone import phone_key
from hvac.admin.base import Below, page
from hvac.models import (
    Appointment,
    Customer,
    CustomerFeedback,
    InstalledDevice,
    Invoice,
    Lead,
    MailingContact,
    Quote,
    ServiceCall,
    Subscription,
)
from hvac.seeds.keys import EMAIL, NAME, PHONE, words_key

CALLS = "number service_type service_date duration_hours total_cost"

page(
    Customer,
    "name customer_type phone address customer_since",
    order="-customer_since",
    filters="customer_since customer_type",
    search={"prefix:name_key": words_key, "phone_key": phone_key},
    search_words="Name, phone or number",
    keys={**NAME, **PHONE},
    below=[
        Below("Service calls", ServiceCall, "customer", CALLS),
        Below("Invoices", Invoice, "customer", "invoice_number status issue_date due_date total_amount"),
        Below("Quotes", Quote, "customer", "quote_number status quote_type valid_until total_amount"),
        Below("Devices", InstalledDevice, "customer", "serial_number status installation_date warranty_end_date"),
        Below("Subscriptions", Subscription, "customer", "number service_plan status start_date end_date annual_cost"),
        Below("Appointments", Appointment, "customer", "number status appointment_date appointment_type"),
        Below("Feedback", CustomerFeedback, "customer", "number feedback_type feedback_date overall_satisfaction"),
        Below("Mailing list", MailingContact, "customer", "email subscription_status subscription_date"),
    ],
)
page(
    Subscription,
    "number customer service_plan status start_date end_date annual_cost discount_percentage auto_renewal",
    order="-end_date",
    filters="end_date status service_plan",
)
page(
    Lead,
    "first_name last_name company_name status lead_source service_interest estimated_value created_date assigned_to",
    order="-created_date",
    filters="created_date status lead_source",
    search={"email_key": email_key, "phone_key": phone_key},
    search_words="E-mail, phone or number",
    keys={**PHONE, **EMAIL},
    long_text="notes",
)
page(
    Quote,
    "quote_number customer quote_type status quote_date valid_until total_amount created_by",
    order="-valid_until",
    filters="valid_until status quote_type",
    search={"quote_number": text},
    search_words="Quote number or number",
    long_text="description notes",
)
page(
    MailingContact,
    "email first_name last_name customer contact_source subscription_status subscription_date",
    order="-subscription_date",
    filters="subscription_date subscription_status contact_source",
    search={"email_key": email_key, "phone_key": phone_key},
    search_words="E-mail, phone or number",
    keys={**PHONE, **EMAIL},
)
