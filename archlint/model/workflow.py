"""Step Functions state machines: what the description says beside the definition itself."""

from typing import TYPE_CHECKING, ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import EMPTY, Fields, measurement, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Duration, Flag, Kept, Number, Share, Size

if TYPE_CHECKING:
    from archlint.model.problems import Wrong
    from archlint.model.states import Definition


class StateFacts(Fields):
    """What is known of one state of the definition."""

    odds: Anything = measurement("Of a Choice: the share that takes each branch, by the branch's first state.")
    items: Number = measurement("Of a Map: how many items it has.")
    wait: Duration = measurement("How long it waits, where the definition takes that from the input.")
    duration: Duration = measurement("How long its task takes.")
    failures: Share = measurement("The share of its attempts that fail.")
    output: Size = measurement("How large its result is.")


class WorkflowLogs(Fields):
    """What a workflow writes to CloudWatch Logs."""

    shorthand: ClassVar[str] = "level"
    level: Literal["off", "error", "fatal", "all"] = setting("off", "Which events are written.")
    retention: Kept = setting(None, "How long they are kept; `never` or absent, for ever.")
    per_execution: Size = measurement("The bytes that one execution logs.")


class Workflow(Component):
    """A Step Functions state machine."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html"
    )

    if TYPE_CHECKING:
        asl: Definition | None
        """The definition once it is read; None where it is not known."""
        faults: tuple[Wrong, ...]
        """What in it rules about workflows speak of."""
    else:
        asl: ClassVar = None
        faults: ClassVar = ()

    workflow: Literal["standard", "express"] = setting("standard", "Which kind it is; it cannot be changed later.")
    definition: Anything = setting(
        None, "The definition in Amazon States Language: inline, as JSON text, or a file beside the description.",
        required=True,
    )  # fmt: skip
    substitutions: dict[str, Anything] = setting(EMPTY, "What `${Name}` stands for in the definition.")
    states: dict[str, StateFacts] = setting(EMPTY, "What is known of its states.")
    logs: WorkflowLogs | None = setting(None, "What it logs.")
    tracing: Flag = setting(False, "Whether X-Ray traces it.")
    timeout: Duration | None = setting(None, "After which an execution is stopped; absent, the workflow's limit.")
    memory: Size = measurement("The memory that an Express execution uses.", q.Size("64 MB"))
