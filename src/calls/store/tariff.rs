//! The columns of a call's frozen rate.

use sqlx::FromRow;

use crate::{domain::money::Micros, rates::model::Tariff};

/// The frozen rate's columns.
#[derive(Debug, Clone, FromRow)]
pub struct TariffRow {
    rate_micros_per_min: Micros,
    connect_micros: Micros,
    initial_s: i64,
    increment_s: i64,
    free_under_s: i64,
}

impl From<Tariff> for TariffRow {
    fn from(tariff: Tariff) -> Self {
        Self {
            rate_micros_per_min: tariff.rate_micros_per_minute,
            connect_micros: tariff.connect_micros,
            initial_s: tariff.initial_seconds,
            increment_s: tariff.increment_seconds,
            free_under_s: tariff.free_under_seconds,
        }
    }
}

impl TariffRow {
    pub fn tariff(&self) -> Tariff {
        Tariff {
            rate_micros_per_minute: self.rate_micros_per_min,
            connect_micros: self.connect_micros,
            initial_seconds: self.initial_s,
            increment_seconds: self.increment_s,
            free_under_seconds: self.free_under_s,
        }
    }
}
