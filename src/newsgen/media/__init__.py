"""Pictures: what their files say, copies without metadata, smaller copies, and cards for social media."""
