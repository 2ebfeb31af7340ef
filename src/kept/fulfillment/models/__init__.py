from .instructions import Instruction, InstructionAction, InstructionQuerySet
from .tables import TrackingTable

__all__ = ["Instruction", "InstructionAction", "InstructionQuerySet", "TrackingTable"]
