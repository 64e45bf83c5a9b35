"""督查通报: written from a frozen packet, every figure of it traced to where it stands there."""
