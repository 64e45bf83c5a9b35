"""What all pages share: frames, type size, messages, error pages, notifications, who is acting."""
