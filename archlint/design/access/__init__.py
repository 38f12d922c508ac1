"""Who may do what: the permissions that flows need at roles, policies and keys, and the callers' credentials."""

from archlint.design.access.doors import ANOTHER, Door
from archlint.design.access.judging import Access, Granted, Lack
from archlint.design.access.needs import Act, Choice, Duty, Need
from archlint.design.access.proofs import Credentials, Offer
from archlint.design.access.roles import HeldRole

__all__ = [
    "ANOTHER", "Access", "Act", "Choice", "Credentials", "Door", "Duty", "Granted", "HeldRole", "Lack", "Need", "Offer",
]  # fmt: skip
