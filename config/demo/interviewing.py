"""What grows around the interviews of the invented year."""

import datetime as dt

from config.demo.again_rows import write_handovers, write_second_ratings
from config.demo.house import House
from config.demo.loop_rows import write_loops
from config.demo.rows import Log
from config.demo.take_home_rows import write_take_homes
from config.demo.told_rows import write_elsewhere, write_letters
from config.demo.works_rows import write_works


def write_interviewing(house: House, now: dt.datetime, log: Log) -> None:
    """Write all of it. Each looks at what is there already, so their order matters."""
    write_works(house, now, log)
    write_handovers(now, log)
    write_second_ratings(now, log)
    write_letters(now, log)
    write_elsewhere(house, now, log)
    write_loops(now, log)
    write_take_homes(now, log)
