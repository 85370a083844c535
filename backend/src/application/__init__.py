"""What the clinic does: services over ports."""
