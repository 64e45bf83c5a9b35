"""Pure computation: frozen problem in, frozen result out. No Django, clock, paths or network."""
