"""Templates over cfn-lint, AWS's own linter of CloudFormation."""

from bot.adapters.cfn_lint.templates import CfnLintTemplates

__all__ = ["CfnLintTemplates"]
