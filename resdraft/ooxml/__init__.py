"""Word's files, without the model: packages, revision marks, and what a text reads when only some marks count."""
