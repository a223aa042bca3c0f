"""gpt-to-aws: ask for AWS infrastructure in Slack, approve a plan card, get exactly that, exactly once."""
