"""How the recogniser is made: data, training, compression, evaluation. Never imported by the runtime."""
