#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| viettel_idc_fuzz::target("profile").unwrap()(bytes));
