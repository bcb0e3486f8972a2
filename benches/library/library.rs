//! Benchmarks of the library: the time for one token, signature or option, without a process.
//!
//! `cargo bench --manifest-path benches/library/Cargo.toml` runs them and compares with the previous run.
//! `benches/compare` compares the whole tool with other tools.

use std::{hint::black_box, time::Duration};

use chrono::DateTime;
use courier_auth::{
    inspect::{
        Levels, Requirements, Subject,
        example::{CLAIMS, Example, NOW, TENANT},
        inspect, run_rules,
    },
    token::{
        Algorithm, ApiKey, DecodedToken, ExpiresIn, FEATURES, Object, UserSigner, scope, sign_token,
    },
};
use criterion::{BenchmarkId, Criterion, Throughput};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let key = ApiKey::new("pk_prod_FAKE").expect("the key is not empty");
    decode(&mut criterion, &key);
    inspect_token(&mut criterion, &key);
    sign(&mut criterion, &key);
    expires_in(&mut criterion);
    scopes(&mut criterion);
    criterion.final_summary();
}

/// Tokens as they occur in a batch: a good one, and some with different faults.
fn tokens(key: &ApiKey) -> [(&'static str, String); 5] {
    let text = |example: Example| example.text(key, TENANT);
    [
        ("good", text(Example::Good)),
        ("expired", text(Example::Claims(r#"{"exp":1767225001}"#))),
        (
            "misspelled scope",
            text(Example::Claims(
                r#"{"scope":"user_id:alice inbox:read:messages inbox:write:event"}"#,
            )),
        ),
        ("1 KiB", text(Example::Padded(1024))),
        ("not a token", "undefined".to_owned()),
    ]
}

fn decode(criterion: &mut Criterion, key: &ApiKey) {
    let mut group = criterion.benchmark_group("decode");
    for (name, text) in tokens(key) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let decoded = DecodedToken::new(black_box(&text));
                // `new` decodes the base64url only.
                let _ = black_box(decoded.as_ref().map(DecodedToken::parse).ok());
            });
        });
    }
    group.finish();
}

/// Inspects one line of a batch, from its text to the findings of all rules.
fn inspect_token(criterion: &mut Criterion, key: &ApiKey) {
    let features: Vec<_> = FEATURES
        .iter()
        .filter(|feature| feature.name == "inbox")
        .collect();
    let now = DateTime::from_timestamp(NOW, 0).expect("a valid time");
    let requirements = Requirements::for_features(&features, now);
    let verified = Requirements {
        signing_key: Some(key.clone()),
        ..requirements.clone()
    };
    let levels = Levels::default();
    let mut group = criterion.benchmark_group("inspect");
    group.throughput(Throughput::Elements(1));
    for (kind, requirements) in [("unverified", &requirements), ("verified", &verified)] {
        for (name, text) in tokens(key) {
            group.bench_function(BenchmarkId::new(kind, name), |bencher| {
                bencher.iter(|| inspect(black_box(&text), requirements, &levels));
            });
        }
    }
    group.finish();

    // The rules alone, on the claims of a token that is not issued yet.
    let mut group = criterion.benchmark_group("inspect planned claims");
    group.throughput(Throughput::Elements(1));
    group.bench_function("good", |bencher| {
        bencher.iter(|| {
            let claims = Object::parse(black_box(CLAIMS)).unwrap_or_default();
            run_rules(&Subject::planned(claims, &requirements), &levels)
        });
    });
    group.finish();
}

fn sign(criterion: &mut Criterion, key: &ApiKey) {
    let mut group = criterion.benchmark_group("sign");
    group.throughput(Throughput::Elements(1));
    let signer = UserSigner::new(key);
    group.bench_function("user ID", |bencher| {
        bencher.iter(|| signer.sign(black_box("user-0000001")));
    });
    group.bench_function("user ID with a new signer", |bencher| {
        bencher.iter(|| UserSigner::new(black_box(key)).sign(black_box("user-0000001")));
    });
    for algorithm in Algorithm::ALL {
        group.bench_function(BenchmarkId::new("token", algorithm.name()), |bencher| {
            bencher.iter(|| sign_token(black_box(CLAIMS), key, algorithm));
        });
    }
    group.finish();
}

fn expires_in(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("expires_in");
    for text in ["2 days", "900000", "1.5 h", "-1 milliseconds", "3 months"] {
        group.bench_function(text, |bencher| {
            bencher.iter(|| black_box(text).parse::<ExpiresIn>());
        });
    }
    group.finish();
}

fn scopes(criterion: &mut Criterion) {
    let every = scope::SCOPES.iter().map(|known| known.pattern);
    let every = every.collect::<Vec<_>>().join(" ");
    let usual = "user_id:alice inbox:read:messages inbox:write:events read:preferences";
    let mut group = criterion.benchmark_group("scope");
    for (name, text) in [("usual", usual), ("every", &every)] {
        group.throughput(Throughput::Elements(scope::items(text).count() as u64));
        group.bench_function(BenchmarkId::new("items", name), |bencher| {
            bencher.iter(|| {
                scope::items(black_box(text))
                    .map(|item| item.text.len())
                    .sum::<usize>()
            });
        });
        group.bench_function(BenchmarkId::new("known", name), |bencher| {
            bencher.iter(|| {
                let mut items = scope::items(black_box(text));
                items.all(|item| scope::is_known(item.text))
            });
        });
    }
    group.bench_function("closest match", |bencher| {
        bencher.iter(|| scope::closest_match(black_box("inbox:write:event")));
    });
    group.finish();
}
