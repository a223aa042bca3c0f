"""The local far ends: a Slack workspace, AWS and the page that shows them."""
