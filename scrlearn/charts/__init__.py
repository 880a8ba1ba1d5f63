"""Learning tables become matplotlib Axes: ``plot_``, with ``describe_`` for the text beside them."""
