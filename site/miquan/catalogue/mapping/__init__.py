"""What the columns of a file mean: the mapping, what a person may choose from, and the guess."""

from miquan.catalogue.mapping.model import Mapping, Problem, problems_with
from miquan.catalogue.mapping.recognising import Guess, recognise
from miquan.catalogue.mapping.targets import TARGETS, Target

__all__ = ["TARGETS", "Guess", "Mapping", "Problem", "Target", "problems_with", "recognise"]
