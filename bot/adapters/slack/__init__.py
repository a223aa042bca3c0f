"""What the bot says in Slack, over the Web API."""
