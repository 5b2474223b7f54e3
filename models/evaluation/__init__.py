"""What a model is measured by: one module a kind of figure, all of them through the runtime's own code.

`suite` lists the measurements and `models.recipes.evaluate` runs them. Thresholds are the model's own; nothing is
set here.
"""
