"""What every component has, and the component of a type that archlint does not know."""

from typing import TYPE_CHECKING, ClassVar

from archlint.document.quantities import UNKNOWN
from archlint.model.base import EMPTY, Fields, intent, measurement, setting
from archlint.model.values import Anything, Duration, Flag, Name, Names, Share, Text


class Ignore(Fields):
    """One suppression: which rule, why, and until when."""

    rule: Text = setting("", "The rule (or chapter) that is not to be reported here.", required=True)
    because: Text = setting("", "Why it is right as it is; shown in every report.")
    until: Text = setting("", "The date (YYYY-MM-DD) after which the suppression itself is reported.")


class Needs(Fields):
    """What a consumer needs from what reaches it."""

    order: Text = intent("`total`, or the key within which events must stay in order.")
    replay: Flag = intent("Whether past events must be readable again.")
    survives: Duration = intent("The longest outage of the consumer that must lose nothing.")
    freshness: Duration = intent("How old data may be when it is read.")
    latency: Duration = intent("How long a caller may wait, at the 99th percentile.")
    exactly_once: Flag = intent("Whether seeing an event twice does harm.")


class Idempotency(Fields):
    """How a consumer recognises an event that it has seen before."""

    shorthand: ClassVar[str] = "key"
    key: Text = intent("What identifies an event: a field of it.")
    store: Name = intent("The component that remembers the keys.", names="component")
    expires: Duration = intent("How long a key is remembered.")


class Attachment(Fields):
    """Where in a network a component lives."""

    shorthand: ClassVar[str] = "name"
    name: Name = setting("", "The network, by its name in `vpcs`.", required=True, names="vpc")
    subnets: Names = setting((), "The subnets, by their names in that network.")
    security_groups: Names = setting((), "The security groups, by their names in that network.")
    address: Text = setting("", "A fixed private address.")
    address6: Text = setting("", "A fixed IPv6 address.")
    public_address: Anything = setting(False, "A public address: true for one that AWS picks, or the address itself.")
    ipv6: Flag = setting(False, "Whether it has an IPv6 address, or a function may use IPv6 in dual-stack subnets.")


class Encryption(Fields):
    """With which key data at rest is encrypted."""

    shorthand: ClassVar[str] = "key"
    key: Name = setting("aws", "A `kms_key` component, `aws` for AWS's own key, `none` for no encryption.")


class Module(Fields):
    """A part of a component that does work of its own."""

    shorthand: ClassVar[str] = "name"
    name: Name = intent("The module's name.", required=True)
    share: Share = intent("Its share of the component's work.")
    duration: Duration = intent("How long it takes.")


class Component(Fields):
    """A thing that AWS, or someone else, runs."""

    link: ClassVar[str] = ""
    """The documentation page of the type."""

    if TYPE_CHECKING:
        name: str
        type: str
    else:
        name: ClassVar[str] = ""
        type: ClassVar[str] = ""

    aws_name: Text = setting("", "Its name in ARNs and workflow definitions, where it is not the component's key.")
    account: Name = setting("", "The account it lives in, by its name in `accounts`.", names="account")
    region: Text = setting("", "The region it lives in, where it is not the description's.")
    group: Text = setting("", "A group it is drawn in: a team, a domain.")
    tags: dict[str, Anything] = setting(EMPTY, "Free labels.")
    owner: Text = setting("", "Who answers for it.")
    note: Text = setting("", "Anything a reader should know.")
    outside: Flag = setting(False, "Whether somebody else runs it: what is not said of it is unknown, not judged.")
    role: Name = setting("", "The IAM role it acts as, by its name in `roles`.", names="role")
    policy: Anything = setting(None, "Who else may use it: its resource policy.")
    encryption: Encryption | None = setting(None, "With which key it is encrypted, where it is not AWS's own.")
    alarms: Anything = setting(None, "True, or the metrics that alarms watch.")
    vpc: Attachment | None = setting(None, "Where in a network it lives.")
    needs: Needs | None = intent("What it needs from what reaches it.", None)
    idempotency: Idempotency | None = intent("How it recognises an event that it has seen before.", None)
    idempotent: Flag = intent("Whether seeing an event twice is as good as seeing it once.")
    because: Text = intent("Why it is idempotent, or need not be.", "")
    modules: list[Module] = intent("The parts that do work of their own.", ())
    keeps_state: Flag = intent("Whether it keeps state in memory or on its own disk between events.")
    failures: Share = measurement("The share of attempts that fail.")
    ignore: list[Ignore] = setting((), "Rules that are not to be reported here.")

    def __str__(self) -> str:
        return self.name


class Foreign(Component):
    """A component of a type that archlint does not know: in the graph as itself, quietly."""

    open = True


def known(value: object) -> bool:
    """False for a value that is not known (mypy sees plain types: unknown hides in each as NaN hides in float)."""
    return value is not UNKNOWN
