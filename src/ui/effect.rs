//! Effects at a smaller price than `Effect::new` asks: it compiles the whole life of an effect anew for each function it is
//! given, here it is compiled once for all.

use leptos::prelude::*;

/// Runs `run` in the browser, now and whenever what it reads has changed; it gets what it gave the last time.
pub fn effect<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    start(Box::new(move || before = Some(run(before.take()))));
}

fn start(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}
