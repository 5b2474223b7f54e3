"""Qt's translation files of the app: `inglenook_LANGUAGE.ts` to edit (Qt Linguist reads them), `.qm` to load.

`python -m ui.translations` collects the texts of the code into them and compiles them.
"""
