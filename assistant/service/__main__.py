"""`python -m assistant.service` is `inglenook-service`."""

from assistant.service import main

if __name__ == "__main__":
    main()
