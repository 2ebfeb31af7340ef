from .notices import Line, notices_of, unread_count

__all__ = ["Line", "notices_of", "unread_count"]
