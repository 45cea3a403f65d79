"""The flask commands. They exit non-zero on failure and print figures as `name value` lines."""

from flask import Flask

from miquan.commands import catalogue, data, db, member, outbox, serve, work


def register(app: Flask) -> None:
    for module in (db, data, catalogue, member, outbox, serve, work):
        for command in module.COMMANDS:
            app.cli.add_command(command)
