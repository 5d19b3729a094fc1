//! A file of contacts in any encoding and with any columns becomes a plan without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::contacts::transfer::planned;

fuzz_target!(|file: &[u8]| {
    let _ = planned(file);
    let mut headed = b"name,phone,notes,tags,favourite,time zone\n".to_vec();
    headed.extend_from_slice(file);
    let _ = planned(&headed);
});
