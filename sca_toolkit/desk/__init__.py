"""What a user does, one function per action. The doors call these and nothing below."""

from sca_toolkit.desk.desk import Desk

__all__ = ["Desk"]
