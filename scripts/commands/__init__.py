"""The commands of `cetu`, a few a module; `scripts.cli` imports the module of the command that is called."""
