"""Lists of articles: teasers, heads, parts of long lists, charts."""
