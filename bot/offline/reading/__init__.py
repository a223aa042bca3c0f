"""From a person's words to a `Wish`: pure functions, no network, no clock."""
