"""Reading files of any columns through a mapping, whatever their rows are about."""
