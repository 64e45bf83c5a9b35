"""What the public is shown of a plan: its contents, the order that publishes it, the page."""
