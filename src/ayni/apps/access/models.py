"""The user: a name to sign in with. What he may do stands in mandates."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Func, Value


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user, whatever the accents and capitals."""
        folded = Func(F("username"), function="access_fold", output_field=models.TextField())
        asked = Func(Value(username), function="access_fold", output_field=models.TextField())
        return self.annotate(known_as=folded).get(known_as=asked)


class User(AbstractBaseUser):
    """A person who signs in."""

    id = models.AutoField(primary_key=True)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = ""

    class Meta:
        db_table = "access_user"

    def __str__(self) -> str:
        return str(self.username)

    def get_full_name(self) -> str:
        """Give the name shown on screen."""
        return str(self.display_name)
