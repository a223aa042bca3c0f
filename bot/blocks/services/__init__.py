"""What each service contributes, one file each."""
