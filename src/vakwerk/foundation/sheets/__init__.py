"""What stands in a file that somebody brings? One reader of CSV and XLSX for every room."""
