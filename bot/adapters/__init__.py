"""Slack, OpenAI, AWS and the database: one package each; their SDKs and exceptions stop there."""
