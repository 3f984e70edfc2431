"""The server's database: engine, tables, migrations, change log, and everything that is read or written by SQL."""
