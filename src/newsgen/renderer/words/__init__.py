"""What pages say in the language of the site: words of the interface, dates, numbers, and which way text runs."""
