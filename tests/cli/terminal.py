"""Runs a program with some of its streams on a terminal: terminal.py STREAMS TYPED PROGRAM [ARGUMENT]...

STREAMS is a list such as `in,out,err`; the other streams are this program's own. TYPED is what a person types.
What the terminal shows goes to standard output; the exit status is that of the program.
"""

import os
import pty
import subprocess
import sys
import termios

streams, typed, *program = sys.argv[1:]
on_terminal = streams.split(",")
leader, follower = pty.openpty()
settings = termios.tcgetattr(follower)
settings[1] &= ~termios.OPOST  # line ends stay as they are written
settings[3] &= ~termios.ECHO  # what is typed is not shown
termios.tcsetattr(follower, termios.TCSANOW, settings)
os.write(leader, typed.encode())
child = subprocess.Popen(
    program,
    stdin=follower if "in" in on_terminal else subprocess.DEVNULL,
    stdout=follower if "out" in on_terminal else None,
    stderr=follower if "err" in on_terminal else None,
)
os.close(follower)
while True:
    try:
        shown = os.read(leader, 65536)
    except OSError:  # Linux says so at the end
        break
    if not shown:
        break
    os.write(1, shown)
sys.exit(child.wait())
