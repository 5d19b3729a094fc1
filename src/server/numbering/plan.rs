//! What the numbering plans say of a number in E.164.

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use serde_json::json;

use crate::{domain::phone::LineType, words::Numbers};

/// Calling code and national number; `None` when no such code is in use.
pub(super) fn split(digits: &str) -> Option<(u16, &str)> {
    if digits.starts_with('0') {
        return None;
    }
    (1..=3).find_map(|length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code = code.parse().ok().filter(|code| DATABASE.by_code(code).is_some())?;
        Some((code, national))
    })
}

/// Where a number is and what kind of line it is.
pub(super) struct Place {
    pub country: Option<String>,
    pub line: LineType,
}

pub(super) fn place(code: u16, national: &str) -> Place {
    let plans = DATABASE.by_code(&code).unwrap_or_default();
    let leads = |plan: &Metadata| plan.leading_digits().is_some_and(|lead| lead.find(national).is_some_and(|m| m.start() == 0));
    let certain = plans.iter().find(|plan| leads(plan) || kind(plan, national) != LineType::Unknown);
    // A number outside every plan is of the country that leads its code; but under +1 an unknown area code tells nothing.
    let plan = certain.or_else(|| plans.first().filter(|_| code != 1));
    let country = plan.map(|plan| plan.id().to_owned()).filter(|id| id != "001");
    let known = plan.map_or(LineType::Unknown, |plan| kind(plan, national));
    let line = match code {
        870 | 881 | 882 | 883 => LineType::Satellite,
        44 if national.starts_with("7700900") => LineType::Mobile,
        _ => known,
    };
    Place { country, line }
}

/// What a numbering plan says of a national number.
pub(super) fn kind(plan: &Metadata, national: &str) -> LineType {
    let plan = plan.descriptors();
    let is = |descriptor: Option<&Descriptor>| descriptor.is_some_and(|descriptor| matches_whole(descriptor, national));
    let (landline, mobile) = (is(plan.fixed_line()), is(plan.mobile()));
    match () {
        () if is(plan.premium_rate()) => LineType::Premium,
        () if is(plan.toll_free()) => LineType::TollFree,
        () if is(plan.shared_cost()) => LineType::SharedCost,
        () if is(plan.voip()) => LineType::Voip,
        () if landline && mobile => LineType::LandlineOrMobile,
        () if landline || is(plan.uan()) => LineType::Landline,
        () if mobile || is(plan.pager()) || is(plan.personal_number()) => LineType::Mobile,
        () => LineType::Unknown,
    }
}

fn matches_whole(descriptor: &Descriptor, national: &str) -> bool {
    let length = u16::try_from(national.len()).unwrap_or(u16::MAX);
    let possible = descriptor.possible_length();
    (possible.is_empty() || possible.contains(&length)) && descriptor.is_match(national)
}

/// What is wrong with the length of a national number; `None` when some line of its calling code has that length.
pub(super) fn length_problem(code: u16, national: &str) -> Option<fn(Numbers, &str) -> String> {
    let plans = DATABASE.by_code(&code).unwrap_or_default();
    let descriptors = plans.iter().map(|plan| plan.descriptors()).flat_map(|plan| {
        [plan.fixed_line(), plan.mobile(), plan.toll_free(), plan.premium_rate(), plan.shared_cost(), plan.voip(), plan.uan()]
    });
    let lengths: Vec<u16> = descriptors.flatten().flat_map(Descriptor::possible_length).copied().collect();
    let length = u16::try_from(national.len()).unwrap_or(u16::MAX);
    // The longest that an ordinary line has decides which way a length is wrong that no line has.
    let ordinary = plans.iter().flat_map(|plan| [plan.descriptors().fixed_line(), plan.descriptors().mobile()]).flatten();
    let longest = ordinary.flat_map(Descriptor::possible_length).max().or(lengths.iter().max())?;
    match length {
        length if lengths.contains(&length) => None,
        length if length < *longest => Some(Numbers::too_short),
        _ => Some(Numbers::too_long),
    }
}

/// The crate's own number without its parser, which may drop a digit. It has no constructor but its serialised form:
/// leading zeros are counted in the high byte of the value.
pub(super) fn crate_number(code: u16, national: &str) -> Option<phonenumber::PhoneNumber> {
    let zeros = u64::try_from(national.bytes().take_while(|byte| *byte == b'0').count()).ok()?;
    let value: u64 = national.parse().ok()?;
    let number = json!({
        "code": { "value": code, "source": "plus" },
        "national": { "value": zeros << 56 | value },
        "extension": null,
        "carrier": null,
    });
    serde_json::from_value(number).ok()
}
