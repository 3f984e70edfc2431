"""Settings: how the program looks and speaks, who is signed in, what lies on this device."""
