"""The ledger 台账 as files: what leaves the house, and what comes back from the offices' Excel."""
