"""What people see of classes."""
