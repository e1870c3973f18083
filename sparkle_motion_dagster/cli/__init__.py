"""The command line.

What belongs here: nothing but its modules; a worker of the pool imports this package again when it starts, because
its parent's main module is in it.
"""
