"""Word's files, without the model: packages, revision marks, and what a text reads under any choice of marks."""
