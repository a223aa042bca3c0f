"""Where requests and plans are kept: SQLAlchemy on SQLite or PostgreSQL, shared with the durable engine."""
