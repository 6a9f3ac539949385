"""Archive → pages → bytes: kinds of page, their views, and the theme."""
