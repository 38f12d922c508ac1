"""The roles of a description, as they are written."""

from archlint.model.base import Fields, setting
from archlint.model.component import Ignore
from archlint.model.values import Anything, Names, Text


class Role(Fields):
    """An IAM role."""

    trust: Names = setting(
        (), "The service principals, or short type names, that may act as it; absent, whoever uses it."
    )
    allow: list[Anything] = setting((), "What it may do: `{actions, resources}`, or the name of a managed policy.")
    deny: list[Anything] = setting((), "What it may never do: `{actions, resources}`.")
    boundary: Anything = setting(None, "The most it may ever do: a managed policy, or a list like `allow`.")
    account: Text = setting("", "The account it lives in, by its name in `accounts`.", names="account")
    note: Text = setting("", "Anything a reader should know.")
    ignore: list[Ignore] = setting((), "Rules that are not to be reported here.")
