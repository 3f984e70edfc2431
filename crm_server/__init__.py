"""The central server of Fieldline CRM: merges, numbers and hands on what the clients write."""
