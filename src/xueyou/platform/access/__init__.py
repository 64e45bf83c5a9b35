"""Access: roles, assignments, anchors and views; who may see and do what."""
