"""What the architecture touches but does not own: clients, endpoints, on-premises systems, other AWS services."""

from typing import ClassVar, Literal

from archlint.model.base import measurement, setting
from archlint.model.component import Component
from archlint.model.compute import FunctionDuration
from archlint.model.values import Anything, Count, Duration, Flag, Name, Names, Rate, Text


class Client(Component):
    """Whoever calls: a browser, a phone, another company's server."""

    browser: Flag = setting(False, "Whether it runs in a browser.")
    mobile: Flag = setting(False, "Whether it runs on a phone.")
    timeout: Duration | None = setting(None, "How long it waits for an answer.")
    retries: Count = setting(0, "Extra tries after a failure.")
    backoff: Literal["none", "fixed", "exponential"] = setting("none", "How it waits between tries.")
    signs_in_with: Names = setting((), "The user pools or providers it signs in with.")


class HttpEndpoint(Component):
    """Somebody else's HTTP endpoint."""

    public: Flag = setting(True, "Whether it has public addresses.")
    timeout: Duration = measurement("How long it takes at worst before it answers or gives up.")
    rate_limit: Rate | None = setting(None, "The rate it admits.")
    duration: FunctionDuration | None = measurement("How long it takes to answer.", None)
    address: Text = setting("", "Its address, where it is private.")


class OnPremises(Component):
    """A system in a data centre of one's own."""

    addresses: Names = setting((), "Its addresses or CIDRs.")
    via: Name = setting("", "How it is reached: the name of a VPN or Direct Connect.")
    duration: FunctionDuration | None = measurement("How long the work on one event takes.", None)


class Splunk(Component):
    """A Splunk HTTP event collector."""

    public: Flag = setting(True, "Whether it has public addresses.")


class AwsService(Component):
    """An AWS service that has no type of its own here."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"

    service: Text = setting("", "Its name in endpoints, such as `bedrock-runtime`.", required=True)
    addresses: Names = setting((), "Its public addresses, where routes or groups name them.")
    duration: FunctionDuration | None = measurement("How long it takes to answer.", None)
    settings: Anything = setting(None, "Anything else worth saying of it.")
