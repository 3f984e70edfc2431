"""The central server: a mirror of crm_server, and a real one on a real port."""
