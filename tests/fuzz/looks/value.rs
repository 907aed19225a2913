//! Dates, periods, numbers, money, percentages, shares, addresses: what is read is written as it was read.

use gongbao::date::{PartialDate, Period};
use gongbao::quantity::{Fraction, Money, Percent, Quantity};

pub(crate) fn look(text: &str) {
    if let Ok(date) = text.parse::<PartialDate>() {
        assert!(date.first() <= date.last());
        assert_eq!(date.to_string().parse::<PartialDate>().ok(), Some(date));
    }
    if let Ok(period) = text.parse::<Period>() {
        assert!(period.first() <= period.last());
        assert_eq!(period.to_string().parse::<Period>().ok(), Some(period));
    }
    if let Ok(quantity) = text.parse::<Quantity>() {
        assert_eq!(quantity.to_string().parse::<Quantity>().ok().as_ref(), Some(&quantity));
        let _ = quantity.rounded(2);
        let _ = quantity.whole();
    }
    let _ = (text.parse::<Money>().is_ok(), text.parse::<Percent>().is_ok(), text.parse::<Fraction>().is_ok());
    let _ = gongbao::text::slug(text);
}
