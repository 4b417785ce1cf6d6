"""What a person does with the toolkit, each as a function: what the command line, a notebook and a web page call.

Functions here take names of files, bytes or values of the model and return immutable results. What a user should be told is part of the
result (``notices``, ``problems``); nothing is printed, nothing is asked, and no state is kept between calls. The names that ``import
resdraft`` gives are those of this room.
"""
