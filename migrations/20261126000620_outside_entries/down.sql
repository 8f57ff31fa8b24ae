DROP INDEX registry.entry_of_acts_outside;
