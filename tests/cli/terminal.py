"""Runs a program with some of its streams on a terminal: terminal.py STREAMS STEPS PROGRAM [ARGUMENT]...

STREAMS is a list such as `in,out,err`; the other streams are this program's own. STEPS is a JSON list of pairs: once the
terminal has shown the first of a pair, after what the pair before waited for, a person types the second. What does not
end in a line feed are keys: they are typed when the program reads keys.
What the terminal shows goes to standard output; the exit status is that of the program, or 99 if it leaves the terminal
otherwise than it found it.
"""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import time

LOCAL = 3  # where the settings that say how input is read stand


def reads_keys(terminal):
    return not termios.tcgetattr(terminal)[LOCAL] & termios.ICANON


streams, steps, *program = sys.argv[1:]
on_terminal = streams.split(",")
steps = json.loads(steps)
leader, follower = pty.openpty()
settings = termios.tcgetattr(follower)
settings[1] &= ~termios.OPOST  # line ends stay as they are written
settings[LOCAL] &= ~termios.ECHO  # what is typed is not shown
termios.tcsetattr(follower, termios.TCSANOW, settings)
fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))
child = subprocess.Popen(
    program,
    stdin=follower if "in" in on_terminal else subprocess.DEVNULL,
    stdout=follower if "out" in on_terminal else None,
    stderr=follower if "err" in on_terminal else None,
)
os.close(follower)
waiting = ""  # what was shown and nothing was typed upon
while True:
    while steps and steps[0][0] in waiting:
        awaited, typed = steps.pop(0)
        waiting = waiting[waiting.index(awaited) + len(awaited) :]
        while not typed.endswith("\n") and not reads_keys(leader) and child.poll() is None:
            time.sleep(0.001)
        os.write(leader, typed.encode())
    try:
        shown = os.read(leader, 65536)
    except OSError:  # Linux says so at the end
        break
    if not shown:
        break
    waiting += shown.decode(errors="replace")
    os.write(1, shown)
status = child.wait()
is_restored = termios.tcgetattr(leader)[LOCAL] == settings[LOCAL]
sys.exit(status if is_restored else 99)
