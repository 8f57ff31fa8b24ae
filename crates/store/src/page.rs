//! Pages of a list: so many rows, and the key after which the next page begins.

/// How many items a page may have: 1 to 100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Limit(u8);

impl Limit {
    /// The most that a page has.
    pub const MAX: Self = Self(100);

    /// A limit from 1 to 100; `None` for any other number.
    pub const fn new(items: u8) -> Option<Self> {
        if items >= 1 && items <= Self::MAX.0 { Some(Self(items)) } else { None }
    }

    /// How many items.
    pub const fn items(self) -> u8 {
        self.0
    }

    /// How many rows to read: one more, which tells whether there is a next page.
    pub(crate) fn rows(self) -> i64 {
        i64::from(self.0).saturating_add(1)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(25)
    }
}

/// Some items of a list, and where it goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T, K> {
    /// The items.
    pub items: Vec<T>,
    /// The key of the last item, if there are more behind it.
    pub next: Option<K>,
}

impl<T, K> Page<T, K> {
    /// The page of these items, of which one more than the limit was read.
    pub(crate) fn of(mut items: Vec<T>, limit: Limit, key: impl Fn(&T) -> K) -> Self {
        let most = usize::from(limit.0);
        let more = items.len() > most;
        items.truncate(most);
        let next = items.last().filter(|_| more).map(key);
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_only_where_more_was_read() {
        let limit = Limit::new(2).unwrap();
        let page = Page::of(vec![1, 2, 3], limit, |item| *item);
        assert_eq!(page, Page { items: vec![1, 2], next: Some(2) });
        let last = Page::of(vec![3, 4], limit, |item| *item);
        assert_eq!(last, Page { items: vec![3, 4], next: None });
    }

    #[test]
    fn a_limit_is_1_to_100() {
        assert_eq!(
            [0, 1, 100, 101].map(|items| Limit::new(items).is_some()),
            [false, true, true, false]
        );
    }
}
