//! The catalogue and the sources agree: no message is missing, none is left over.

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    use web::words::Language;

    /// The calls that take a key as their first argument.
    const CALLS: [&str; 4] = [".text(", ".say(", ".count(", ".side("];

    /// Messages whose keys are made from the codes of problems. The tests beside the problems see to
    /// it that each code has its message, and each message its code.
    const BY_CODE: [&str; 2] = ["problem-", "flaw-"];

    fn crate_folder() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path, extension));
            } else if path.extension().is_some_and(|known| known == extension) {
                found.push(path);
            }
        }
        found
    }

    /// The keys of a language, and how often each is defined.
    fn keys(language: &str) -> BTreeMap<String, usize> {
        let mut keys = BTreeMap::new();
        for file in files(&crate_folder().join("locales").join(language), "ftl") {
            for line in fs::read_to_string(file).unwrap().lines() {
                let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                match line.split_once(" =") {
                    Some((key, _)) if !key.is_empty() && key.chars().all(is_key) => {
                        let count: &mut usize = keys.entry(key.to_owned()).or_default();
                        *count = count.saturating_add(1);
                    }
                    Some(_) | None => {}
                }
            }
        }
        keys
    }

    fn sources() -> Vec<String> {
        let mut all = files(&crate_folder().join("src"), "rs");
        all.extend(files(&crate_folder().join("templates"), "html"));
        all.into_iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    #[test]
    fn every_message_that_is_asked_for_is_there() {
        let known = keys("en");
        let mut asked = 0;
        for source in sources() {
            for call in CALLS {
                let arguments = source.split(call).skip(1).map(str::trim_start);
                let literal = arguments.filter_map(|argument| argument.strip_prefix('"'));
                for key in literal.filter_map(|argument| argument.split('"').next()) {
                    assert!(known.contains_key(key), "no message {key}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 50, "only {asked} calls were found: are they written in another way?");
    }

    #[test]
    fn no_message_is_left_over_and_none_is_defined_twice() {
        let sources = sources().concat();
        for (key, definitions) in keys("en") {
            let is_said = sources.contains(&format!("\"{key}\""));
            let is_by_code = BY_CODE.iter().any(|family| key.starts_with(family));
            assert!(is_said || is_by_code, "nothing says {key}");
            assert_eq!(definitions, 1, "{key} is defined more than once");
        }
    }

    #[test]
    fn a_language_is_offered_only_when_it_is_complete() {
        let english: BTreeSet<_> = keys("en").into_keys().collect();
        for language in Language::COMPLETE {
            let own: BTreeSet<_> = keys(language.code).into_keys().collect();
            assert_eq!(own, english, "{}", language.code);
        }
    }
}
