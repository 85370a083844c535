"""What all code that talks to MongoDB shares: `infrastructure` and `calcom_integration.store`, which never import each
other."""
