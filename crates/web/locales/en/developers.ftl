# The pages for developers.

about-problem = This page explains one answer of the API. The code never changes.

reference-title = API reference
reference-lead = Version { $version }. The same as an OpenAPI 3.1 document:
reference-subject = API reference: { $subject }
reference-all = All operations
reference-operations =
    { $count ->
        [one] { $figure } operation
       *[other] { $figure } operations
    }
reference-method = Method
reference-path = Path
reference-summary = What it does
reference-parameters = Parameters
reference-request = Body of the request
reference-answer = Body of the answer { $status }
reference-answers = Answers
reference-problems = Problems
reference-like = Problems: the same as those of
reference-name = Name
reference-place = In
reference-kind = Type
reference-required = Required
reference-meaning = Meaning
reference-status = Status
reference-code = Code
reference-yes = yes
reference-no = no
