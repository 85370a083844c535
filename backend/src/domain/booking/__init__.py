"""A booking is a join: rows of one visit, merged so that order, repetition and delay of news do not matter."""
