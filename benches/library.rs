//! What one token, signature or option costs in the library, without the process around it.
//!
//! `cargo bench` measures, and compares with the last time; `benches/compare` sets the whole tool
//! beside others.

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
    let key = ApiKey::new("pk_prod_FAKE").expect("it is not blank");
    decode(&mut criterion, &key);
    judge_all_rules(&mut criterion, &key);
    sign(&mut criterion, &key);
    expires_in(&mut criterion);
    scopes(&mut criterion);
    criterion.final_summary();
}

/// Tokens of a batch: nearly all are good, and what is wrong with the others differs.
fn tokens(key: &ApiKey) -> [(&'static str, String); 5] {
    let text = |example: Example| example.text(key, TENANT);
    [
        ("good", text(Example::Good)),
        ("expired", text(Example::Claims(r#"{"exp":1767225001}"#))),
        (
            "misspelt scope",
            text(Example::Claims(
                r#"{"scope":"user_id:alice inbox:read:messages inbox:write:event"}"#,
            )),
        ),
        ("1 KiB", text(Example::Padded(1024))),
        ("no token", "undefined".to_owned()),
    ]
}

fn decode(criterion: &mut Criterion, key: &ApiKey) {
    let mut group = criterion.benchmark_group("decode");
    for (name, text) in tokens(key) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let decoded = DecodedToken::new(black_box(&text));
                // The JSON in it is read when it is asked for.
                let _ = black_box(decoded.as_ref().map(DecodedToken::parse).ok());
            });
        });
    }
    group.finish();
}

/// From the line to the verdict, as in a batch: the text unwrapped, decoded and judged by all rules.
fn judge_all_rules(criterion: &mut Criterion, key: &ApiKey) {
    let features: Vec<_> = FEATURES.iter().filter(|one| one.name == "inbox").collect();
    let now = DateTime::from_timestamp(NOW, 0).expect("a time there is");
    let requirements = Requirements::for_features(&features, now);
    let verified = Requirements {
        signing_key: Some(key.clone()),
        ..requirements.clone()
    };
    let levels = Levels::default();
    let mut group = criterion.benchmark_group("judge");
    group.throughput(Throughput::Elements(1));
    for (kind, requirements) in [("unverified", &requirements), ("verified", &verified)] {
        for (name, text) in tokens(key) {
            group.bench_function(BenchmarkId::new(kind, name), |bencher| {
                bencher.iter(|| inspect(black_box(&text), requirements, &levels));
            });
        }
    }
    group.finish();

    // The rules alone, on the claims of a token that is still to be issued.
    let mut group = criterion.benchmark_group("judge planned");
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
    group.bench_function("user id", |bencher| {
        bencher.iter(|| signer.sign(black_box("user-0000001")));
    });
    group.bench_function("user id, key taken in", |bencher| {
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
    let every = scope::SCOPES.iter().map(|scope| scope.pattern);
    let every = every.collect::<Vec<_>>().join(" ");
    let usual = "user_id:alice inbox:read:messages inbox:write:events read:preferences";
    let mut group = criterion.benchmark_group("scope");
    for (name, text) in [("usual", usual), ("every", &every)] {
        group.throughput(Throughput::Elements(scope::items(text).count() as u64));
        group.bench_function(BenchmarkId::new("entries", name), |bencher| {
            bencher.iter(|| {
                scope::items(black_box(text))
                    .map(|entry| entry.text.len())
                    .sum::<usize>()
            });
        });
        group.bench_function(BenchmarkId::new("known", name), |bencher| {
            bencher.iter(|| {
                let mut entries = scope::items(black_box(text));
                entries.all(|entry| scope::is_known(entry.text))
            });
        });
    }
    group.bench_function("nearest", |bencher| {
        bencher.iter(|| scope::closest_match(black_box("inbox:write:event")));
    });
    group.finish();
}
