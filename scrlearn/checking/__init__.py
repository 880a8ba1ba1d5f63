"""What people decide: the queue, the sheet, the panel, the ledger, and how far they agree."""
