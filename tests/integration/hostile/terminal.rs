//! Text from outside on a terminal and in a CI log.
