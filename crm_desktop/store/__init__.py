"""The encrypted replica on this device: opening, the one write door, outbox, undo, readings, what was pulled."""
