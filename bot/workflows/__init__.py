"""What happens: one file per thing, named by its verb."""
