"""学优: a city education bureau at work in the open. See docs/ and the rooms below."""
