"""What the shipped themes are called for people; codes are in `fields`."""

from __future__ import annotations

from typing import Final

from hubdesk.i18n import N_

THEMES: Final = {
    "outage_network": N_("Network outage"),
    "fibre_box": N_("Fibre and box"),
    "price_billing": N_("Price and billing"),
    "customer_service": N_("Customer service"),
    "loyalty_points": N_("Loyalty points"),
    "cancellation": N_("Cancellation"),
    "store": N_("Store"),
    "email_webmail": N_("E-mail"),
    "roaming": N_("Roaming"),
    "tv": N_("TV"),
    "competitor_switch": N_("Switching operator"),
    "security_phishing": N_("Security"),
    "other": N_("Other"),
}
