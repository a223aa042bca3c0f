"""What an arrow between two services makes."""
