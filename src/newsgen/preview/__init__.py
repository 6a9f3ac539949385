"""The archive on this machine, for whoever writes it."""
