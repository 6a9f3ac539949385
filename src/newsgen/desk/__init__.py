"""What editors do: review what was inferred, correct articles, begin new ones, keep names in order."""
