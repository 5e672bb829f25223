"""Studies of a whole library for researchers: chains, structure of the network, wording over the years, the ledger."""
