"""How much flows where: rates, bytes, batches, retries, concurrency, backlogs, from the usage that enters a design."""

from archlint.design.load.results import Backlog, EndlessLoop, FlowLoad
from archlint.design.load.work import Load

__all__ = ["Backlog", "EndlessLoop", "FlowLoad", "Load"]
