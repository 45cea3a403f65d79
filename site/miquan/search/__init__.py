"""Finding things: one analysis, engines behind one interface, answers by id."""
