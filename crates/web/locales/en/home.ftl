# The first page, and what is wrong with an identifier.

home-title = Find units and see where they are
home-lead = This registry tracks mitigation outcomes that Parties transfer under Article 6.2 of the Paris Agreement. Every unit has an identifier. Enter one to see what happened to it.
home-hint = Spaces, commas and lower case do no harm.
home-try = Try this one:

anatomy-title = How to read an identifier
anatomy-lead = An identifier has five parts, joined by hyphens.
anatomy-wrong-title = What you entered, part by part
anatomy-wrong = Needs a change
anatomy-right = Right form
anatomy-missing = Missing

part-approach = Cooperative approach
part-approach-meaning = CA and four digits: the cooperation under which the outcome was achieved.
part-registry = Registry
part-registry-meaning = A Party code and two digits, or UN01: the registry that gave out the serial.
part-party = First transferring Party
part-party-meaning = Three letters: the Party where the mitigation took place.
part-serials = Serial
part-serials-meaning = A number, or the first and the last of a range with two dots between.
part-vintage = Vintage
part-vintage-meaning = Four digits: the year in which the mitigation took place.

wrong-parts = An identifier has five parts, joined by hyphens: approach, registry, Party, serial, vintage.
wrong-approach = Part 1, the cooperative approach, must be CA and four digits, for example CA9042.
wrong-registry = Part 2, the registry, must be a Party code and two digits, for example XAL01, or UN01.
wrong-party = Part 3, the first transferring Party, must be three letters, for example XAL.
wrong-serial = Part 4, the serial, must be a whole number, for example 1204501, or a range, for example 1204501..1209500.
wrong-serial-zero = Part 4, the serial, must be 1 or more.
wrong-serial-too-high = Part 4, the serial, must be { $highest } or less.
wrong-vintage = Part 5, the vintage, must be a year of four digits, for example 2024.
wrong-reversed = Part 4: the first serial, { $first }, is above the last, { $last }. Enter the lower one first.
wrong-two-series = The two identifiers differ in more than the serial. A range has one approach, registry, Party and vintage.

reading-title = How to read this registry
reading-unit-title = What is a unit?
reading-unit = One tonne of carbon dioxide equivalent, reduced or removed, or another measure that the approach names.
reading-line-title = What is the first-transfer line?
reading-line = Before its first transfer a unit is a mitigation outcome. From its first transfer on it is an ITMO.
reading-adjustment-title = Why does the line matter?
reading-adjustment = With the first transfer, the Party where the mitigation took place adds the amount to its emissions balance. So nobody counts it twice.
reading-end-title = What ends the life of a unit?
reading-end = Its use towards an NDC or for another purpose, or its cancellation. After that it never moves again.
reading-hidden-title = What is not shown?
reading-hidden = Proposals that were not carried out, account names, and fields that a Party designated as confidential. A page says what is kept back.
