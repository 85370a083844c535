"""Spreadsheets of appointments: headers, cells and rows, from what a reader found in the file to appointments. Pure."""
