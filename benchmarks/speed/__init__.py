"""Every figure of speed in one run, each as a ratio to another build or to a peer."""
