-- How a Party adjusts in a period of its NDC, and what the NDC is measured in: told when the section is
-- opened, or later; one for the whole period.
ALTER TABLE registry.ndc_period
    ADD COLUMN method text,
    ADD COLUMN metric text,
    ADD CONSTRAINT method_is_trajectory_averaging_or_multi_year CHECK (method IN ('T', 'V', 'M'));
COMMENT ON COLUMN registry.ndc_period.method IS
    'How the Party adjusts: T by a trajectory, V by averages, M over many years.';
COMMENT ON COLUMN registry.ndc_period.metric IS
    'What the NDC is measured in: GHG, or the name of a non-GHG metric.';
