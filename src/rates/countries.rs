//! The countries of the world: name, calling code, time zones. `data/countries.csv` is the list, sorted by ISO code, and
//! `data/area_zones.csv` tells the zones of areas apart where a country has several.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    domain::phone::PhoneNumber,
    words::{self, Language},
};

static AREA_ZONES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/area_zones.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(',')).collect()
});

static GERMAN: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/countries_de.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(',')).collect()
});

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

/// The name of an ISO code in the reader's language; empty for an unknown one.
pub fn name_for_reader(iso: &str) -> &'static str {
    match words::language() {
        Language::En => country_name(iso),
        Language::De => GERMAN.get(iso).copied().unwrap_or_else(|| country_name(iso)),
    }
}

/// The IANA zones of an ISO code, the one with most people first; empty for an unknown one.
pub fn time_zones(iso: &str) -> &'static [&'static str] {
    country(iso).map_or(&[], |country| &country.time_zones)
}

/// The zones a number may be in: its area's one where that is known, else its country's, the one with most people first.
pub fn zones_of(phone: &PhoneNumber) -> Vec<String> {
    let digits = phone.e164.digits();
    let area = (2..digits.len()).rev().find_map(|length| AREA_ZONES.get(digits.get(..length)?));
    let zones = area.map_or_else(|| time_zones(phone.country.as_deref().unwrap_or_default()), std::slice::from_ref);
    zones.iter().map(|&zone| zone.to_owned()).collect()
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
    use crate::{domain::phone::E164, server::numbering};

    #[test]
    fn a_number_is_in_the_zone_of_its_area_where_that_is_known() {
        let table = [
            ("+14155550100", "America/Los_Angeles", 1),
            ("+12125550100", "America/New_York", 1),
            ("+16045550100", "America/Vancouver", 1),
            ("+18005550100", "America/New_York", 7),
            ("+12425550100", "America/Nassau", 1),
            ("+447400123456", "Europe/London", 1),
        ];
        for (number, zone, count) in table {
            let zones = zones_of(&numbering::describe(&E164::parse(number).expect("a number")));
            assert_eq!((zones.first().map(String::as_str), zones.len()), (Some(zone), count), "{number}");
        }
    }

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
    fn every_country_has_a_german_name() {
        assert!(all().iter().all(|country| GERMAN.get(country.iso).is_some_and(|name| !name.is_empty())));
        assert_eq!(GERMAN.get("DE"), Some(&"Deutschland"));
    }

    #[test]
    fn names_and_zones_are_found_by_iso_code() {
        assert_eq!(country_name("GB"), "United Kingdom");
        assert_eq!(time_zones("US").first(), Some(&"America/New_York"));
        assert_eq!((country_name("ZZ"), time_zones("gb").len()), ("", 0));
    }
}
