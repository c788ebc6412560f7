"""A wall's scenes in TOML, as a person writes them, to the values of core/scenes.py and back.

What is wrong with one cell, scene or screen is a Doubt, and the wall shows the rest. Nothing but HubdeskError is
raised, whatever the file holds. The keys, each explained in resources/scenes/en.toml:

    [wall]                  # look_back, rotate, distance_m, diagonal_in, mask, veil, veiled, spared, takeover,
                            # takeover_for, motion
    [[screen]]              # name, identity, distance_m, diagonal_in
    [[scene]]               # name, title, grid, look_back, seconds, notes
      [[scene.cell]]        # panel, at, size, title, topics, look_back, screen; any other is an option of that panel
"""

from hubdesk.scene_file.checking import check as check
from hubdesk.scene_file.checking import topics_of as topics_of
from hubdesk.scene_file.reading import load as load
from hubdesk.scene_file.reading import reads as reads
from hubdesk.scene_file.shipped import own_file as own_file
from hubdesk.scene_file.shipped import ready as ready
from hubdesk.scene_file.shipped import ready_file as ready_file
from hubdesk.scene_file.writing import dumps as dumps
from hubdesk.scene_file.writing import save as save
