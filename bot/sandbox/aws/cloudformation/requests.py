"""CloudFormation's API on the wire; moto reads the requests and writes the answers."""

from typing import TYPE_CHECKING, Any

from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.moto_server.werkzeug_app import BackendRequest
from typing_extensions import override
from werkzeug.wrappers import Response

from bot.sandbox.aws.cloudformation import answers
from bot.sandbox.aws.cloudformation.asking import template_of
from bot.sandbox.aws.cloudformation.change_sets import ChangeSets
from bot.sandbox.aws.cloudformation.checking import capabilities
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.refusals import NotSimulated, ValidationError
from bot.sandbox.aws.cloudformation.stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def application(stacks: "Callable[[], Stacks]") -> "WSGIApplication":
    """Serve whichever stacks are the account's at the time."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        request = Request(stacks())
        status, headers, body = request._dispatch(BackendRequest(environ))  # noqa: SLF001 moto calls it so itself
        return Response(body, status, headers)(environ, start_response)

    return serve


class Request(BaseResponse):
    """One request. moto finds the method by the action's name."""

    params: Any

    def __init__(self, stacks: Stacks) -> None:
        super().__init__(service_name="cloudformation")
        self.automated_parameter_parsing = True
        self.stacks = stacks
        self.change_sets = ChangeSets(stacks)

    @override
    def call_action(self) -> Any:
        try:
            return super().call_action()
        except NotImplementedError:
            return self.serialized(ActionResult(NotSimulated(self._get_action())))

    # --- change sets

    def create_change_set(self) -> ActionResult:
        made = self.change_sets.create(self.region, self.params)
        return ActionResult({"Id": made.id, "StackId": made.stack.id})

    def describe_change_set(self) -> ActionResult:
        found = self.change_sets.find(self.region, self.params)
        changes, token = answers.page(answers.changes(found), self.params.get("NextToken"))
        return ActionResult(answers.change_set(found) | {"Changes": changes, "NextToken": token})

    def delete_change_set(self) -> ActionResult:
        self.change_sets.delete(self.region, self.params)
        return EmptyResult()

    def execute_change_set(self) -> ActionResult:
        self.change_sets.execute(self.region, self.params)
        return EmptyResult()

    def list_change_sets(self) -> ActionResult:
        stack = self.stacks.stack(self.region, self.params["StackName"])
        found = self.change_sets.of(stack)
        return ActionResult({"Summaries": [answers.change_set(one) for one in found]})

    # --- stacks

    def create_stack(self) -> ActionResult:
        return ActionResult({"StackId": self.stacks.create_stack(self.region, self.params).id})

    def update_stack(self) -> ActionResult:
        return ActionResult({"StackId": self.stacks.update_stack(self.region, self.params).id})

    def update_termination_protection(self) -> ActionResult:
        return ActionResult({"StackId": self.stacks.protect(self.region, self.params).id})

    def delete_stack(self) -> ActionResult:
        self.stacks.delete_stack(self.region, self.params)
        return EmptyResult()

    def describe_stacks(self) -> ActionResult:
        name = self.params.get("StackName")
        if name is not None:
            found = [self.stacks.stack(self.region, name)]
        else:
            found = [one for one in self.stacks.here(self.region) if not one.gone]
        shown, token = answers.page(found, self.params.get("NextToken"))
        return ActionResult({"Stacks": [answers.stack(one) for one in shown], "NextToken": token})

    def list_stacks(self) -> ActionResult:
        wanted = self.params.get("StackStatusFilter", [])
        found = [one for one in self.stacks.here(self.region) if not wanted or one.status in wanted]
        shown, token = answers.page(found, self.params.get("NextToken"))
        summaries = [answers.summary(one) for one in shown]
        return ActionResult({"StackSummaries": summaries, "NextToken": token})

    def describe_stack_events(self) -> ActionResult:
        stack = self.stacks.stack(self.region, self.params["StackName"])
        shown, token = answers.page(stack.events[::-1], self.params.get("NextToken"))
        events = [answers.event(one, stack) for one in shown]
        return ActionResult({"StackEvents": events, "NextToken": token})

    def describe_events(self) -> ActionResult:
        if "ChangeSetName" in self.params:
            found = self.change_sets.find(self.region, self.params)
            events = [answers.validation_event(one, found) for one in found.validations]
        else:
            stack = self.stacks.stack(self.region, self.params["StackName"])
            events = [answers.operation_event(one, stack) for one in reversed(stack.events)]
        if self.params.get("Filters", {}).get("FailedEvents"):
            events = [one for one in events if one["EventType"].endswith("_ERROR")]
        shown, token = answers.page(events, self.params.get("NextToken"))
        return ActionResult({"OperationEvents": shown, "NextToken": token})

    def describe_stack_resources(self) -> ActionResult:
        if "StackName" not in self.params:
            raise ValidationError("StackName must be specified")
        stack = self.stacks.stack(self.region, self.params["StackName"])
        wanted = self.params.get("LogicalResourceId")
        found = [
            answers.resource(one, stack)
            for one in stack.resources.values()
            if wanted is None or one.logical_id == wanted
        ]
        return ActionResult({"StackResources": found[: answers.PAGE]})

    def describe_stack_resource(self) -> ActionResult:
        stack = self.stacks.stack(self.region, self.params["StackName"])
        name = self.params["LogicalResourceId"]
        if name not in stack.resources:
            raise ValidationError(f"Resource {name} does not exist for stack {stack.name}")
        found = answers.resource(stack.resources[name], stack, timestamp="LastUpdatedTimestamp")
        return ActionResult({"StackResourceDetail": found})

    def list_stack_resources(self) -> ActionResult:
        stack = self.stacks.stack(self.region, self.params["StackName"])
        shown, token = answers.page(list(stack.resources.values()), self.params.get("NextToken"))
        found = [answers.resource(one, stack, timestamp="LastUpdatedTimestamp") for one in shown]
        return ActionResult({"StackResourceSummaries": found, "NextToken": token})

    def list_exports(self) -> ActionResult:
        exports = [
            {"ExportingStackId": stack.id, "Name": output.export, "Value": output.value}
            for stack in self.stacks.here(self.region)
            if not stack.gone
            for output in stack.outputs
            if output.export is not None
        ]
        return ActionResult({"Exports": exports})

    # --- templates

    def get_template(self) -> ActionResult:
        if "ChangeSetName" in self.params:
            asked = self.change_sets.find(self.region, self.params).asked
        else:
            asked = self.stacks.stack(self.region, self.params["StackName"]).asked
        stages = ["Original", "Processed"]
        return ActionResult({"TemplateBody": asked.template.text, "StagesAvailable": stages})

    def validate_template(self) -> ActionResult:
        template = template_of(self.params, Place(self.current_account, self.region))
        return ActionResult(
            {
                "Description": template.description or "",
                "Capabilities": list(capabilities(template)),
                "Parameters": [
                    {
                        "ParameterKey": name,
                        "DefaultValue": str(said.get("Default", "")),
                        "NoEcho": str(said.get("NoEcho", "")).lower() == "true",
                        "Description": said.get("Description", ""),
                    }
                    for name, said in template.parameters.items()
                ],
            }
        )
