"""Deliveries from files of any columns: the mapping, the file, the rows. Pure reading; nothing is written."""
