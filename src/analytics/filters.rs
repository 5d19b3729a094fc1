//! What narrows the list of calls, as an address carries it.

use jiff::civil::Date;

use crate::{
    calls::model::{CallFilter, CallStatus},
    domain::{
        ids::ContactId,
        money::{Micros, Rounding},
        phone::E164,
    },
};

/// The longest search that is taken.
pub const SEARCH_MOST: usize = 100;

/// What narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    pub status: Option<CallStatus>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub contact: Option<ContactId>,
    pub number: Option<E164>,
    pub cost: Option<Cost>,
    pub day: Option<Days>,
    pub hour: Option<Hour>,
    /// Part of a number or of a contact's name.
    pub q: Option<String>,
}

/// What a call cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    Free,
    AtLeast(Micros),
}

/// From the beginning of a day to the end of one that is not before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

/// An hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// 1 is Monday, 7 Sunday.
    pub weekday: i8,
    /// 0 to 23.
    pub hour: i8,
}

impl Filters {
    /// Takes a pair of an address; `None` when it means nothing.
    pub fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "status" => self.status = Some(CallStatus::from_word(value)?),
            "country" => self.country = Some(read_country(value)?),
            "contact" => self.contact = Some(ContactId::parse(value)?),
            "number" => self.number = Some(E164::parse(&format!("+{}", value.trim_start_matches('+')))?),
            "cost" => self.cost = Some(Cost::read(value)?),
            "day" => self.day = Some(Days::read(value)?),
            "hour" => self.hour = Some(Hour::read(value)?),
            "q" => self.q = Some(value.chars().take(SEARCH_MOST).collect()),
            _ => return None,
        }
        Some(())
    }

    /// Name and value of each.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("status", self.status.map(|status| status.to_string())),
            ("country", self.country.clone()),
            ("contact", self.contact.as_ref().map(ToString::to_string)),
            ("number", self.number.as_ref().map(|number| number.digits().to_owned())),
            ("cost", self.cost.map(Cost::word)),
            ("day", self.day.map(Days::word)),
            ("hour", self.hour.map(|hour| format!("{}-{}", hour.weekday, hour.hour))),
            ("q", self.q.clone()),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Whether anything narrows the list.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Those that the store of calls knows; day and hour are spans of time.
    pub fn of_calls(&self) -> CallFilter {
        let charged = match self.cost {
            None => (None, None),
            Some(Cost::Free) => (None, Some(Micros::ZERO)),
            Some(Cost::AtLeast(least)) => (Some(least), None),
        };
        CallFilter {
            status: self.status,
            country: self.country.clone(),
            contact: self.contact.clone(),
            number: self.number.clone(),
            charged_from: charged.0,
            charged_to: charged.1,
            q: self.q.clone(),
            ..CallFilter::default()
        }
    }
}

impl Cost {
    fn read(text: &str) -> Option<Self> {
        if text == "free" {
            return Some(Self::Free);
        }
        Micros::parse(text).ok().filter(|least| *least > Micros::ZERO).map(Self::AtLeast)
    }

    /// As the address has it.
    pub fn word(self) -> String {
        match self {
            Self::Free => "free".to_owned(),
            Self::AtLeast(least) => {
                let text = least.decimal(6, Rounding::Down);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

impl Days {
    fn read(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('_').unwrap_or((text, text));
        let days = Self { first: read_day(first)?, last: read_day(last)? };
        (days.first <= days.last).then_some(days)
    }

    /// As the address has it.
    pub fn word(self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{}_{}", self.first, self.last) }
    }
}

impl Hour {
    fn read(text: &str) -> Option<Self> {
        let (weekday, hour) = text.split_once('-')?;
        let (weekday, hour) = (weekday.parse().ok()?, hour.parse().ok()?);
        ((1..=7).contains(&weekday) && (0..24).contains(&hour)).then_some(Self { weekday, hour })
    }
}

fn read_day(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

fn read_country(text: &str) -> Option<String> {
    let good = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    good.then(|| text.to_ascii_uppercase())
}
