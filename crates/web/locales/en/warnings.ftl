# What the ledger warns of, while it does what it is asked. Sentences have at most 20 words, and no idioms.

warning-cap-nearly-reached = Authorization { $authorization } covers { $cap }; { $first_transferred } are first transferred with this.
warning-unusual-authorization-id = The identifier { $authorization } has characters that some checkers do not read.
warning-definition-unlisted = The definition of first transfer of { $authorization } is not in the list: "{ $definition }". It counts as the first international transfer.
warning-initial-report-missing = { $party } had no initial report on the day of this authorization under { $approach }.
warning-gwp-values-mixed = Under { $approach }, authorization { $other } states other GWP values: { $other_values }.
warning-unusual-amount = { $units } units are an unusual amount. So far your section has moved at most { $largest } at once.
warning-will-fail-ii01 = The annual report of { $party } will fail check II01: no authorization under { $approach } names { $party }. Ask an authorizing Party for a version that names it, or send to a Party that is named.
warning-will-fail-stc02 = The annual report of { $party } will fail check STC02: authorization { $authorization } does not cover { $named }. Name the purpose as the authorization has it.
warning-will-fail-x08 = No annual report shows this first transfer from { $party } to the mechanism's section under { $approach }. What is done with the units there will fail check X08. Transfer them to the section of a Party.
warning-report-needs-period = { $party } has no NDC period for { $year }: its annual report of that year cannot be made. Record the period with set-ndc-period.
