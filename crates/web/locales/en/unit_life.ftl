# The page of a unit or a range.

summary-units = { $units } of mitigation that took place in { $party } in { $vintage }.
summary-held =
    { $count ->
        [one] { $party } holds it.
       *[other] { $party } holds them all.
    }
summary-was-held =
    { $count ->
        [one] { $party } held it.
       *[other] { $party } held them all.
    }
summary-used =
    { $count ->
        [one] It has been used, in the section of { $party }.
       *[other] They have all been used, in the section of { $party }.
    }
summary-was-used =
    { $count ->
        [one] It had been used, in the section of { $party }.
       *[other] They had all been used, in the section of { $party }.
    }
summary-cancelled =
    { $count ->
        [one] It has been cancelled, in the section of { $party }.
       *[other] They have all been cancelled, in the section of { $party }.
    }
summary-was-cancelled =
    { $count ->
        [one] It had been cancelled, in the section of { $party }.
       *[other] They had all been cancelled, in the section of { $party }.
    }
summary-retired =
    { $count ->
        [one] It has been retired, in the section of { $party }.
       *[other] They have all been retired, in the section of { $party }.
    }
summary-was-retired =
    { $count ->
        [one] It had been retired, in the section of { $party }.
       *[other] They had all been retired, in the section of { $party }.
    }
summary-outside =
    { $count ->
        [one] It is in another registry. The section of { $party } moved it there.
       *[other] They are all in another registry. The section of { $party } moved them there.
    }
summary-was-outside =
    { $count ->
        [one] It was in another registry. The section of { $party } had moved it there.
       *[other] They were all in another registry. The section of { $party } had moved them there.
    }
summary-places =
    { $count ->
        [one] They are in { $figure } place now.
       *[other] They are in { $figure } places now.
    }
summary-were-apart = They were in several places.

at-notice = This is the state as of { $moment }.
at-present = Show the present
at-title = See an earlier state
at-label = Date, or date and time, in UTC
at-hint = For example 2026-06-30 or 2026-06-30 14:05. A date means the end of that day.
at-button = Show that state
at-wrong = Enter a date such as 2026-06-30, or a date and time such as 2026-06-30 14:05. The page shows the present.

line = The first-transfer line
before-first-transfer = Before first transfer
itmo = ITMO

open-inconsistency = Check { $check } of the report of { $party } for { $year } fails for some of these units, and has not been corrected.
more-places = These units are in many places. The page shows the first of them, and goes on here:
never-issued-part = Part of this range was never issued:

places-title = Where these units are
places-title-then = Where these units were
places-now =
    { $count ->
        [one] All units, in { $figure } place now
       *[other] All units, in { $figure } places now
    }
places-then =
    { $count ->
        [one] All units, in { $figure } place then
       *[other] All units, in { $figure } places then
    }
column-units = Units
column-quantity = Quantity
column-party = Party
column-place = Place
column-state = State

place-holding = Holding account
place-used-ndc = Used towards NDC
place-used-ndc-year = Used towards NDC { $year }
place-used-oimp = Used for other international mitigation purposes
place-cancelled-op = Cancelled for other purposes
place-cancelled-voluntary = Voluntarily cancelled
place-cancelled-omge = Cancelled for overall mitigation in global emissions
place-cancelled-other = Cancelled, other reason
place-retired = Retired
place-outside = In another registry

state-planned = Not authorized
state-authorized = Authorized
state-held = Held
state-used = Used
state-cancelled = Cancelled
state-retired = Retired
state-outside = Outside

facts-title = What these units are
fact-quantity = Quantity
fact-measure = One unit is
fact-mitigation-type = Mitigation type
fact-sector = Sector
fact-activity-type = Activity type
fact-underlying = Underlying units
fact-authorization = Authorization
fact-purposes = Authorized for
fact-entities = Authorized entities
measure-tonne = 1 tonne of CO₂ equivalent
measure-other = 1 of: { $metric }
authorization-named = { $id }, version { $version }, of { $date }
not-authorized = None yet
no-quality = Issuance records that the Party reported these outcomes. It says nothing about their quality.

confidential = confidential
confidential-entity = { $party } designated the authorized entity as confidential. All other fields are shown.
confidential-terms = { $party } designated terms of the authorization as confidential. All other fields are shown.
confidential-underlying = { $party } designated the underlying units as confidential. All other fields are shown.
confidential-information = { $party } designated additional information as confidential. All other fields are shown.

history-title = What happened to them
history-order = Newest first. Times are in UTC.
history-none = Nothing had happened to these units by then.
history-older = The API has the whole history:
deed-issued = { $party } issued { $units }.
deed-authorized = { $party } authorized { $units }, by authorization { $authorization }, version { $version }.
deed-first-transferred = { $from } first transferred { $units } to { $to }.
deed-transferred = { $from } transferred { $units } to { $to }.
deed-moved = { $party } moved { $units } between its accounts.
deed-used-ndc = { $party } used { $units } towards its NDC, in { $year }.
deed-used-oimp = { $units } in the section of { $party } were used for other international mitigation purposes.
deed-cancelled-op = { $party } cancelled { $units } for other purposes.
deed-cancelled-voluntary = { $party } voluntarily cancelled { $units }.
deed-cancelled-omge = { $party } cancelled { $units } for overall mitigation in global emissions.
deed-cancelled-other = { $party } cancelled { $units }.
deed-retired-own-ndc = { $party } retired { $units } for its own NDC.
deed-retired-domestic = { $party } retired { $units } for a domestic scheme.
deed-retired-other = { $party } retired { $units } for another purpose.
deed-contributed = { $party } contributed { $units } to adaptation. The Adaptation Fund holds them.
deed-shared-proceeds = { $party } gave { $units } to the Adaptation Fund, as the share of proceeds.
deed-went-out = { $party } moved { $units } to the registry { $registry }.
deed-first-went-out = { $party } first transferred { $units } to the registry { $registry }.
deed-came-in = { $units } came back to { $party } from the registry { $registry }.
for-whom = For the benefit of { $name }
for-whom-in = For the benefit of { $name }, { $country }
became-itmos = First transfer: from here on, these units are ITMOs.
recorded-later = recorded { $moment }
log-entry = Log entry { $entry }
to-whom = to

cite-title = Cite and download
cite-permalink = Permanent address
cite-permalink-note = It stays true after splits and transfers.
cite-json = The same facts as JSON

never-issued-title = This range was never issued
never-issued = Nothing is published under this identifier. Check the serial and the vintage: they are the parts most often mistyped.
never-issued-asked = You asked for
