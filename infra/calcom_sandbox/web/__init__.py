"""The pages: what patients see, and the host's list. Server-rendered, in Portuguese."""
