"""The door: what a person types. It holds no knowledge of its own, only questions and answers.

Commands import what they need when they run, so that `yiju --help` is instant. Results go to
standard output, everything else to standard error. Exit status: 0 it was done; 1 it could not be
done, or not for all (a document, a store, a query or the machine stood against it); 2 wrong usage
(an option, or a file, folder, store or question that the command names and that is not there).
"""

from yiju.cli.app import main

__all__ = ["main"]
