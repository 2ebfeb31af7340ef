"""What a client, a receiver and a subcontractor may read."""
