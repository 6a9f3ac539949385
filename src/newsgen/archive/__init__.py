"""Records in order, in groups, with their neighbours."""
