//! The countries of the world: name, calling code, time zones. `data/countries.csv` is the list, sorted by ISO code.

use std::sync::LazyLock;

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| read(include_str!("data/countries.csv")));

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso: &'static str,
    /// In English.
    pub name: &'static str,
    /// Digits; absent where nobody has a number of their own, such as Bouvet Island.
    pub calling_code: Option<&'static str>,
    /// IANA zones, the one with most people first.
    pub time_zones: Vec<&'static str>,
}

/// Every country, sorted by ISO code.
pub fn all() -> &'static [Country] {
    &COUNTRIES
}

/// The country of an ISO 3166-1 alpha-2 code.
pub fn country(iso: &str) -> Option<&'static Country> {
    let index = COUNTRIES.binary_search_by(|country| country.iso.cmp(iso)).ok()?;
    COUNTRIES.get(index)
}

/// The English name of an ISO code; empty for an unknown one.
pub fn country_name(iso: &str) -> &'static str {
    country(iso).map_or("", |country| country.name)
}

/// The IANA zones of an ISO code, the one with most people first; empty for an unknown one.
pub fn time_zones(iso: &str) -> &'static [&'static str] {
    country(iso).map_or(&[], |country| &country.time_zones)
}

/// Names hold neither commas nor quotes, so that a line splits at its commas; a test holds the list to it.
fn read(list: &'static str) -> Vec<Country> {
    let lines = list.lines().filter(|line| !line.starts_with('#')).skip(1);
    let countries = lines.filter_map(|line| {
        let mut fields = line.split(',');
        let (iso, name, code, zones) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let calling_code = (!code.is_empty()).then_some(code);
        Some(Country { iso, name, calling_code, time_zones: zones.split_whitespace().collect() })
    });
    countries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_whole_and_in_order() {
        let lines = include_str!("data/countries.csv").lines().filter(|line| !line.starts_with('#')).skip(1);
        assert!(lines.clone().all(|line| line.matches(',').count() == 3 && !line.contains('"')));
        assert_eq!(all().len(), lines.count());
        assert!(all().windows(2).all(|pair| pair[0].iso < pair[1].iso));
        assert!(all().iter().all(|country| country.iso.len() == 2 && !country.name.is_empty()));
    }

    #[test]
    fn every_country_that_has_numbers_has_a_name_and_a_time_zone() {
        for metadata in phonenumber::metadata::DATABASE.iter().filter(|metadata| metadata.id() != "001") {
            let country = country(metadata.id()).unwrap_or_else(|| panic!("{} is not in the list", metadata.id()));
            assert_eq!(country.calling_code, Some(metadata.country_code().to_string().as_str()), "{}", country.iso);
            assert!(!country.time_zones.is_empty(), "{}", country.name);
        }
    }

    #[test]
    fn names_and_zones_are_found_by_iso_code() {
        assert_eq!(country_name("GB"), "United Kingdom");
        assert_eq!(time_zones("US").first(), Some(&"America/New_York"));
        assert_eq!((country_name("ZZ"), time_zones("gb").len()), ("", 0));
    }
}
