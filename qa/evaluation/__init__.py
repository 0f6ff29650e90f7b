"""How well it finds and quotes: question sets, the systems compared, measures, floors.

Needs the packages of the ``eval`` extra. Nothing else in the program imports this room.
"""
