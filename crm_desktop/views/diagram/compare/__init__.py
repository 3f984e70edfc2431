"""Two maps beside each other or as one - as-is and to-be, or any two versions - and the list of saved versions."""
