"""The theme: templates and assets, and Jinja, which makes pages of them."""
