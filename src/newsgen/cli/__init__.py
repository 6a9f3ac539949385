"""The commands: the only rooms that print, exit, or know the clock and the environment."""
