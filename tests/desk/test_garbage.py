"""While the desk runs, garbage is looked for seldom; afterwards as often as before."""

import gc

from hubdesk.desk.garbage import OFTEN, looked_for_seldom


def test_that_garbage_is_looked_for_seldom_and_then_as_often_as_before():
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        with looked_for_seldom():
            assert gc.isenabled()
            assert gc.get_threshold() == OFTEN
            assert gc.get_freeze_count() > frozen
        assert gc.get_threshold() == before
    finally:
        gc.unfreeze()
