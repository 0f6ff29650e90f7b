"""Knowledge of the languages: words, numbers, dates, amounts, phrases. Knows no letters."""
