# What the ledger warns of, while it does what it is asked. Sentences have at most 20 words, and no idioms.

warning-cap-nearly-reached = Authorization { $authorization } covers { $cap }; { $first_transferred } are first transferred with this.
warning-unusual-authorization-id = The identifier { $authorization } has characters that some checkers do not read.
warning-definition-unlisted = The definition of first transfer of { $authorization } is not in the list: "{ $definition }". It counts as the first international transfer.
warning-initial-report-missing = { $party } had no initial report on the day of this authorization under { $approach }.
warning-gwp-values-mixed = Under { $approach }, authorization { $other } states other GWP values: { $other_values }.
warning-unusual-amount = { $units } units are an unusual amount. So far your section has moved at most { $largest } at once.
