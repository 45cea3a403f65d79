"""The project's own rules, which no ready-made linter knows: templates, strings, catalogues, sizes of files."""
