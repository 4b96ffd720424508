"""What runs inside the sandbox: a warm process that forks a confined child for each program.

The JVM sends these files over a pipe, so there is no copy of them in a jail; see boot.py. Python 3.9
or later, and nothing but the standard library.
"""
