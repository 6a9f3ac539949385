"""`python -m newsgen` is `newsgen`."""

from newsgen.cli.main import main

main()
