"""Keys with a digit hold on a French keyboard too, where that key gives a sign."""

import pytest

from hubdesk.desk.digit_keys import with_digit


@pytest.mark.parametrize(
    ("keys", "all_of_them"),
    [
        ("Alt+1", ["Alt+1", "Alt+&"]),
        ("Ctrl+Alt+6", ["Ctrl+Alt+6", "Ctrl+Alt+-", "Ctrl+Alt+§"]),
        ("Ctrl+0", ["Ctrl+0", "Ctrl+À"]),
        ("Ctrl+K", ["Ctrl+K"]),
        ("F1", ["F1"]),
    ],
)
def test_that_the_same_key_of_both_keyboards_is_meant(keys, all_of_them):
    assert [one.toString() for one in with_digit(keys)] == all_of_them
