"""How much flows where: rates, bytes, batches, retries, concurrency, backlogs, from the usage that enters a design."""

from archlint.design.load.work import Backlog, EndlessLoop, FlowLoad, Load

__all__ = ["Backlog", "EndlessLoop", "FlowLoad", "Load"]
