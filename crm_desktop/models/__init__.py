"""What the business is: values, record kinds, rules and messages shared by the desktop and the server."""
