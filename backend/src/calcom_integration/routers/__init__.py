"""The integration's HTTP face; `bootstrap` puts it on the application."""
