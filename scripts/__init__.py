"""The hands: the command line and the tools of the developers. Thin, no logic."""
