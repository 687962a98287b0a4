"""detente reads the news about a crisis and keeps an auditable record of it."""
