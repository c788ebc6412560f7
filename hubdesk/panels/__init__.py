"""Each panel reads a picture and draws a picture."""
