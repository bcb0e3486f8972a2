//! The reference commands: `explain`, `scopes` and `exit-codes`.

use crate::support::Test;

#[test]
fn reference_commands_list_rules_scopes_and_exit_codes() {
    Test::line("explain missing-scope").run().exits_with(
        0,
        "CA305 missing-scope (error; Courier rejects the token)\n             ^^^^^^^^^^^^^^^^^^",
        "",
    );
    Test::line("explain ca305")
        .run()
        .exits_with(0, "CA305 missing-scope (error; ", "");
    Test::line("explain")
        .run()
        .exits_with(0, "CA101  error    not-a-jwt", "");
    Test::line("explain mising-scope")
        .run()
        .exits_with(2, "", "did you mean `missing-scope`?");
    Test::line("scopes")
        .run()
        .exits_with(0, "inbox:read:messages", "");
    Test::line("exit-codes")
        .run()
        .exits_with(0, "3    the input is not a token", "");
    Test::line("help exit-codes")
        .run()
        .exits_with(0, "  3  the input is not a token", "");
    let codes = Test::line("exit-codes --json").run().json();
    assert_eq!(codes["schema"], "courier-auth/exit-codes/v1");
    assert_eq!(codes["exit_codes"][4]["exit_code"], 4);
    assert_eq!(
        Test::line("scopes --json").run().json()["schema"],
        "courier-auth/scopes/v1"
    );
    assert_eq!(
        Test::line("explain --json CA201").run().json()["rules"][0]["rule"],
        "expired"
    );
}

#[test]
fn behaviors_of_clients_are_explained_and_linked_from_rules() {
    Test::line("explain clients").run().exits_with(
        0,
        "deaf-after-reconnect (\nrenewal-undone (react-provider 6 and 7)\n  after `renewSession`, ",
        "",
    );
    let page = "renewal-undone (react-provider 6 and 7)\nWhy it happens\nWhat to do\n";
    Test::line("explain Renewal-Undone")
        .run()
        .exits_with(0, page, "");
    Test::line("explain expired").run().exits_with(
        0,
        "Behaviors of Courier's clients (courier-auth explain NAME)\n  error-hides-list, no-renewal, renewal-undone, skeleton-stays\n",
        "",
    );
    let names = |line: &str, list: &str| {
        let document = Test::line(line).run().json();
        document[list].as_array().unwrap().len()
    };
    let all = names("explain --json", "client_behaviors");
    assert_eq!(names("explain --json clients", "client_behaviors"), all);
    assert_eq!(names("explain --json clients", "rules"), 0);
    assert_eq!(
        names("explain --json renewal-undone", "client_behaviors"),
        1
    );
    assert_eq!(names("explain --json expired", "client_behaviors"), 0);
    Test::line("explain renewal-undon").run().exits_with(
        2,
        "",
        "did you mean `renewal-undone`?\n`explain clients`",
    );
}
