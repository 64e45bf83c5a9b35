"""Notifications: told in the application and by e-mail, once each.

Use `.kinds.notification_kind`, `.telling.notify` and, for the owner's page, `.telling`.
"""
