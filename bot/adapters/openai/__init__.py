"""OpenAI and whatever speaks its wire protocol: reads a conversation into a draft or words."""
