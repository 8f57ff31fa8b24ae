-- For whose benefit units were used or cancelled. It stays in the section until two persons have
-- reviewed it, once; only what they publish is seen by the publisher's role.
CREATE TABLE registry.beneficiary (
    entry_no       bigint   NOT NULL,
    section_id     smallint NOT NULL,
    name           text     NOT NULL,
    country        text,
    remark         text,
    verdict        text,
    reason         text,
    reviewed_entry bigint,

    PRIMARY KEY (entry_no),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT verdict_is_known CHECK (verdict IN ('publish', 'withhold')),
    CONSTRAINT a_review_has_an_entry_a_verdict_and_a_reason
        CHECK (num_nulls(verdict, reason, reviewed_entry) IN (0, 3))
);
COMMENT ON TABLE registry.beneficiary IS
    'For whose benefit units were used or cancelled: published only after a review.';
COMMENT ON COLUMN registry.beneficiary.entry_no IS 'The entry of the use or the cancellation.';
COMMENT ON COLUMN registry.beneficiary.section_id IS 'The section that used or cancelled.';
COMMENT ON COLUMN registry.beneficiary.name IS 'The name of the beneficiary.';
COMMENT ON COLUMN registry.beneficiary.country IS 'Its country, alpha-3.';
COMMENT ON COLUMN registry.beneficiary.remark IS 'A remark.';
COMMENT ON COLUMN registry.beneficiary.verdict IS
    'publish or withhold; nothing before the review.';
COMMENT ON COLUMN registry.beneficiary.reason IS 'Why, for the section.';
COMMENT ON COLUMN registry.beneficiary.reviewed_entry IS 'The entry of the review.';
