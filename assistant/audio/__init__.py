"""Where sound comes from: microphones, files, standard input; all leave as 80 ms chunks of 16 kHz mono."""
