"""Where everything stands, and how it gets out: decided before anything is built."""
