"""Components that keep a system running: log groups, keys, secrets."""

from typing import ClassVar

from archlint.model.base import setting
from archlint.model.component import Component
from archlint.model.values import Duration, Flag, Kept


class LogGroup(Component):
    """A CloudWatch Logs group."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-loggroup.html"
    )

    retention: Kept = setting(None, "How long log events are kept; `never` or absent, for ever.")


class Key(Component):
    """A KMS key; its `policy` says who may use it."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html"

    rotation: Flag = setting(False, "Whether it is replaced every year.")


class Secret(Component):
    """A secret in Secrets Manager."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html"
    )

    rotation: Duration | None = setting(None, "How often it is replaced; absent, never.")
