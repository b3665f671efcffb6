"""What is on record: kept, searched, corrected, proven. SQLite by default, PostgreSQL where several share it."""
