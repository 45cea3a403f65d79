"""The flask commands. They exit non-zero on failure and print figures as `name value` lines."""

from importlib import import_module

from flask import Flask

MODULES = ("audit", "db", "data", "catalogue", "media", "member", "outbox", "recommend", "serve", "vault", "work")


def register(app: Flask) -> None:
    for name in MODULES:
        for command in import_module(f"miquan.commands.{name}").COMMANDS:
            app.cli.add_command(command)
