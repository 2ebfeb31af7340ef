"""What people of a client and of a subcontractor do by themselves."""
