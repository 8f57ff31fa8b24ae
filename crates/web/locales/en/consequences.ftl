# What an order would do, for a request with ?dry_run=true. Sentences have at most 20 words, and no idioms.

would-open-section = The section of { $party } would open, with the registry { $registry }.
would-open-account = Account { $account } would open: kind { $kind }, for { $metric }.
would-record-approach = The cooperative approach { $approach } would be on record: { $title }.
would-authorize-entity = { $entity } would be authorized under { $approach }.
would-authorize = Authorization { $authorization }, version { $version }, would be on record for { $purposes }.
would-authorize-units = { $units } would be under authorization { $authorization }: { $range }.
would-issue = { $units } would be issued into { $into }: { $range }.
would-say-nothing-about-quality = Issuance says nothing about the quality of the outcomes.
would-transfer = { $units } would go from { $from } to { $to }: { $range }.
would-use-towards-ndc = { $units } would be used towards the NDC of { $party }, in { $year }: { $range }.
would-use-for-oimp = { $units } would be used for { $named }: { $range }.
would-cancel = { $units } would be cancelled, into { $into }: { $range }.
would-be-first-transfer = This would be the first transfer of these units: from then on they are ITMOs.
would-never-move-again = Their life would end: they would never move again.
