"""Components of AWS IoT."""

from typing import ClassVar

from archlint.model.base import setting
from archlint.model.component import Component
from archlint.model.values import Name, Text


class IotCore(Component):
    """The AWS IoT message broker."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/iot/latest/developerguide/iot-gs.html"


class IotRule(Component):
    """A rule of AWS IoT; its actions are flows."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iot-topicrule.html"
    )

    sql: Text = setting("", "The statement that picks messages.")
    error_action: Name | None = setting(None, "Where messages go whose actions failed.", names="component")
