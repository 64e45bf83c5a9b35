"""The design system: tokens, components, icons, and the gallery that shows each in every state."""
