"""The presenter's screens: scenes of cells over one screen or many, a console, and nothing that needs a click."""
