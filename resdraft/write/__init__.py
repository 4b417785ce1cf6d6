"""A resolution, plain or marked, shown in some form: text, json, html, Word, terminal."""
