"""The hostile corpus: forty inputs that mean harm, each sent to a real broker, with a healthy client beside it that
notices nothing. corpus_case.py says what every one of them must leave as it was.

They stand in corpus_doors.py (1-8, 19), corpus_bodies.py (9-17, 20, 26-29), corpus_people.py (18, 21-25, 39, 40),
corpus_files.py (30-32) and corpus_floods.py (35-38). What concerns the client is tested where the client is:

6  the client says that the key is wrong    tests/net/socket_test.cpp, tests/link/trouble_test.cpp,
                                            tests/cli/commands_test.py, tests/system/scripts_test.py
30 saved under a harmless name              tests/base/file_name_test.cpp, tests/link/files_test.cpp,
                                            tests/system/zchat_test.py
29 names in a log are escaped               tests/base/log_test.cpp, tests/base/text_test.cpp
33 pictures that are bombs or damaged       tests/gui/picture_test.cpp, tests/gui/attachment_test.cpp
34 words that would load or lead astray     tests/gui/markdown_test.cpp, tests/gui/attack_test.cpp,
                                            tests/cli/render_test.cpp
"""

import unittest

import counting
from corpus_bodies import Bodies
from corpus_doors import ByInvitation, Doors
from corpus_files import Files
from corpus_floods import Floods
from corpus_people import People

OF_THE_CLIENT = {33, 34}


class Whole(unittest.TestCase):
    def test_all_forty_are_there(self):
        names = [name for case in (Bodies, ByInvitation, Doors, Files, Floods, People) for name in dir(case)
                 if name.startswith("test_")]
        numbers = sorted(int(name.split("_")[1]) for name in names)
        self.assertEqual(sorted([*numbers, *OF_THE_CLIENT]), list(range(1, 41)))


if __name__ == "__main__":
    counting.main()
