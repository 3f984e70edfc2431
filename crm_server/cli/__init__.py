"""The command crm-server: arguments, prompts and printed answers."""
