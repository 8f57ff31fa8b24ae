# The frame of all pages. Sentences have at most 20 words, and no idioms.

site-name = International registry – Article 6.2
site-short = International registry
site-part = Article 6.2
skip = Skip to content
languages = Languages
demonstration = Demonstration – nothing here is real. Test date: { $date }.

search-label = Identifier of a unit or a range
search-button = Find units

footer = About this page
footer-help = Help: how to read an identifier
footer-reference = API reference
footer-json = This page in the API
state-as-of = State as of { $moment }, log entry { $entry }
state-before-entries = State as of { $moment }; the log has no entries yet

error-title = Error: { $title }
error-summary = There is a problem

# $count chooses the form, $figure is the number as printed.
units =
    { $count ->
        [one] { $figure } unit
       *[other] { $figure } units
    }
party-and-code = { $name } ({ $code })

day = { $day } { $month } { $year }
moment = { $day } { $time } UTC
month-jan = Jan
month-feb = Feb
month-mar = Mar
month-apr = Apr
month-may = May
month-jun = Jun
month-jul = Jul
month-aug = Aug
month-sep = Sep
month-oct = Oct
month-nov = Nov
month-dec = Dec

not-found-title = Page not found
not-found = No page has this address. If you typed it, check it. You can also look for units by their identifier.
fault-ours-title = Something went wrong on our side
fault-ours = This page could not be made. No units moved. Quote { $request } to the help desk.
fault-busy-title = The registry cannot answer right now
fault-busy = No units moved. Try again in a minute.
