"""Page → bytes: views, theme, kinds of page."""
