//! What stands beside the code must be true of it.

use std::{fs, process::Command};

use crate::{
    hold,
    source::{Source, sources},
};

fn paper(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file that git knows or would add.
fn committed() -> Vec<String> {
    let listed =
        Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]).output().expect("git answers");
    String::from_utf8_lossy(&listed.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let places = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["../sha", "red"].concat(), ["/tmp", "/w/"].concat()];
    let mut broken = Vec::new();
    for path in committed() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        broken.extend(places.iter().filter(|place| text.contains(place.as_str())).map(|place| format!("{path}: {place}")));
    }
    hold("A committed file names no folder of somebody's machine.", broken);
}

#[test]
fn lock_files_name_no_registry() {
    let broken =
        ["package-lock.json", "end2end/package-lock.json"].into_iter().filter(|path| paper(path).contains("\"resolved\""));
    hold("npm's lock files leave the registry to whoever installs (.npmrc).", broken.map(str::to_owned).collect());
}

/// What a lock file and its package.json disagree about.
fn out_of_step(folder: &str) -> Vec<String> {
    let read =
        |file: &str| -> serde_json::Value { serde_json::from_str(&paper(&format!("{folder}{file}"))).expect("it is JSON") };
    let (manifest, lock) = (read("package.json"), read("package-lock.json"));
    let (root, mut broken) = (&lock["packages"][""], Vec::new());
    for list in ["dependencies", "devDependencies", "engines"] {
        if manifest[list] != root[list] {
            broken.push(format!("{folder}package-lock.json has other {list} than package.json: run npm install there"));
        }
        for (name, wanted) in manifest[list].as_object().into_iter().flatten().filter(|_| list != "engines") {
            let locked = &lock["packages"][format!("node_modules/{name}")]["version"];
            if locked != wanted {
                broken.push(format!("{folder}package-lock.json locks {name} at {locked}, but package.json says {wanted}"));
            }
        }
    }
    let packages = lock["packages"].as_object().into_iter().flatten().filter(|(path, _)| !path.is_empty());
    let unproven = packages.filter(|(_, package)| package["integrity"].as_str().is_none_or(|sum| !sum.starts_with("sha512-")));
    broken.extend(unproven.map(|(path, _)| format!("{folder}package-lock.json has no checksum of {path}")));
    broken
}

#[test]
fn lock_files_lock_what_is_listed() {
    let broken = ["", "end2end/"].into_iter().flat_map(out_of_step).collect();
    hold("npm's lock files are in step with package.json, exact versions with checksums: npm ci refuses anything else.", broken);
}

#[test]
fn every_variable_is_documented() {
    let example = paper(".env.example");
    let is_ours = |text: &String| {
        let known = !text.ends_with('_')
            && ["RINGFARE_", "TWILIO_", "DATABASE_URL", "LEPTOS_SITE_ADDR"].iter().any(|start| text.starts_with(start));
        known && text.len() > 9 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let mut unknown: Vec<String> = sources().iter().flat_map(Source::texts).filter(is_ours).collect();
    unknown.retain(|name| !example.contains(&format!("{name}=")));
    unknown.sort();
    unknown.dedup();
    hold("Every variable the server reads is explained in .env.example.", unknown);
}

#[test]
fn the_map_shows_every_folder() {
    let map = paper("docs/architecture.md");
    let mut missing: Vec<String> =
        sources().iter().filter(|source| source.path.contains('/')).map(|source| source.module().to_owned()).collect();
    missing.dedup();
    missing.retain(|folder| !map.contains(&format!("`{folder}/`")));
    hold("docs/architecture.md has a line for every folder of src/.", missing);
}

#[test]
fn the_readme_tells_the_two_commands() {
    let readme = paper("README.md");
    let missing = ["make run", "make test", "ringfare twilio sign", ".env.example", "docs/architecture.md"].into_iter();
    let missing = missing.filter(|words| !readme.contains(words));
    hold(
        "README.md says how to run, test, try the webhooks, configure and find one's way.",
        missing.map(str::to_owned).collect(),
    );
}

#[test]
fn the_readme_lists_the_scripted_numbers() {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let readme: Vec<String> = paper("README.md").lines().map(digits).collect();
    let numbers = sources().into_iter().find(|source| source.path == "carrier/numbers.rs").expect("the carrier's numbers");
    let scripted = numbers.texts().into_iter().filter(|text| text.starts_with('+'));
    let missing = scripted.filter(|number| !readme.iter().any(|line| line.starts_with(&digits(number)))).collect();
    hold("README.md lists every number with a habit (src/carrier/numbers.rs).", missing);
}

#[test]
fn one_version_of_the_voice_sdk_is_named() {
    let package = paper("package.json");
    let version = package.split("\"@twilio/voice-sdk\": \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let file = format!("twilio-voice-sdk-{version}.min.js");
    let page = paper("public/voice.js").contains(&file);
    hold(
        "public/voice.js loads the version of the Voice SDK that package.json pins.",
        if page { Vec::new() } else { vec![file] },
    );
}
