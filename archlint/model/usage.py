"""How much a system is used, stated where requests and events enter it."""

from typing import ClassVar

from archlint.document import quantities as q
from archlint.model.base import EMPTY, Fields, measurement
from archlint.model.values import Duration, Number, Rate, Size


class Usage(Fields):
    """The use of one entry point, or what one component holds."""

    shorthand: ClassVar[str] = "rate"
    rate: Rate = measurement("How many of these there are on average; of a component, the events that start in it.")
    peak: Rate = measurement("The highest rate.")
    peak_lasts: Duration = measurement("How long a peak lasts.")
    hours: Number = measurement("Hours of the month in which it is used.", q.Number(730))
    storage: Size = measurement("The data it holds.")
    monthly_active_users: Number = measurement("Users who sign in within a month.")
    connections: Number = measurement("Connections that are open on average.")
    connection_time: Duration = measurement("How long a connection is open.")
    executions: Number = measurement("Executions in a month.")
    retained: Size = measurement("Data that is kept for replay.")
    metered: dict[str, Number] = measurement(
        "What AWS meters here besides, by its dimension in the price book, such as `s3.select_scanned: 50`.", EMPTY
    )
