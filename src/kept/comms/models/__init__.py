"""What we tell and what we are told: notices, channels, messages in and out."""

from .accounts import Account, Call, Tally
from .incoming import Flood, Incoming
from .notices import Notice, Tone
from .outgoing import Message

__all__ = ["Account", "Call", "Flood", "Incoming", "Message", "Notice", "Tally", "Tone"]
