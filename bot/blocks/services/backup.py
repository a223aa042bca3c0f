"""AWS Backup: a vault, a daily plan, and what of the picture it saves."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_DAYS = 35
_LONGEST = 30
_TAG = "Backup"
_MAY = (
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
)


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    vault = template.add(
        f"{name}Vault",
        "AWS::Backup::BackupVault",
        {"BackupVaultName": own_name(template.short(component, _LONGEST))},
        **KEEP,
    )
    rule = {
        "RuleName": "daily",
        "TargetBackupVault": Ref(vault),
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "Lifecycle": {"DeleteAfterDays": _DAYS},
    }
    template.add(
        name,
        "AWS::Backup::BackupPlan",
        {"BackupPlan": {"BackupPlanName": title, "BackupPlanRule": [rule]}},
    )
    acts = role(template, f"{name}Role", "backup.amazonaws.com", managed=_MAY)
    keep_role(template, component, acts)
    selection = template.add(
        f"{name}Selection",
        "AWS::Backup::BackupSelection",
        {
            "BackupPlanId": Ref(name),
            "BackupSelection": {
                "SelectionName": "chosen",
                "IamRoleArn": GetAtt(acts, "Arn"),
                "Resources": [],
            },
        },
    )
    template.remember(("selection", component.id), selection)
    template.assume(f"{title} saves each night and keeps a copy for {_DAYS} days.", Stake.DATA)
    template.assume("The backup vault is kept when the stack is deleted.", Stake.DATA)
    template.output(f"{name}VaultName", Ref(vault), f"Name of the vault of {title}")


def _finish(template: Template, component: Component) -> None:
    selection = template.known("selection", component.id)
    if selection is None:
        return
    chosen = template.properties(selection)["BackupSelection"]
    if not chosen["Resources"]:
        del chosen["Resources"]
        condition = {
            "ConditionType": "STRINGEQUALS",
            "ConditionKey": _TAG,
            "ConditionValue": "daily",
        }
        chosen["ListOfTags"] = [condition]
        template.assume(
            f"{template.title(component)} saves what carries the tag {_TAG} = daily, since nothing else is named."
        )


def saves(template: Template, component: Component, arn: object) -> None:
    """One thing more that is saved."""
    selection = template.known("selection", component.id)
    if selection:
        chosen = template.properties(selection)["BackupSelection"]["Resources"]
        if arn not in chosen:
            chosen.append(arn)


BLOCK = Block("backup", "BackupPlan", _build, _finish)
