"""The commands: the only room that prints, exits, or reads the clock and the environment."""
