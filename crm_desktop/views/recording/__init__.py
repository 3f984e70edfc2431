"""Recording a talk with consent, playing it back, voice notes and photos; shared by the screens that need them."""
