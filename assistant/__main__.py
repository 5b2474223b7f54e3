"""`python -m assistant` is `inglenook`."""

from assistant.cli import main

if __name__ == "__main__":
    main()
