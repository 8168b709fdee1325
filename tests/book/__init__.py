"""Opens the built book in real browsers."""
