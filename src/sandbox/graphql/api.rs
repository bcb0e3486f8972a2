//! The two APIs, each with its schema and its table of root fields.

use std::sync::LazyLock;

use async_graphql::{EmptySubscription, ObjectType, Request, Response, Schema};

use super::{
    client,
    fields::{self, FieldTable},
    inbox,
    response_size::CountResponseSize,
};

type InboxSchema = Schema<inbox::Query, inbox::Mutation, EmptySubscription>;
type ClientSchema = Schema<client::Query, client::Mutation, EmptySubscription>;

static INBOX_SCHEMA: LazyLock<InboxSchema> =
    LazyLock::new(|| schema(inbox::Query, inbox::Mutation));
static CLIENT_SCHEMA: LazyLock<ClientSchema> =
    LazyLock::new(|| schema(client::Query, client::Mutation));

/// A GraphQL API.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Api {
    Inbox,
    Client,
}

impl Api {
    /// Both APIs.
    pub(crate) const ALL: [Self; 2] = [Self::Inbox, Self::Client];

    /// The name, as `sandbox schema` takes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Client => "client",
        }
    }

    /// The path of the API.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Inbox => "/q",
            Self::Client => "/client/q",
        }
    }

    /// The contents of the API.
    pub(crate) fn summary(self) -> &'static str {
        match self {
            Self::Inbox => "the Inbox, at /q",
            Self::Client => "preferences, brands and older clients, at /client/q",
        }
    }

    /// The schema in GraphQL's schema definition language.
    pub(crate) fn sdl(self) -> String {
        match self {
            Self::Inbox => INBOX_SCHEMA.sdl(),
            Self::Client => CLIENT_SCHEMA.sdl(),
        }
    }

    /// The route name of the API in faults.
    pub(super) fn fault_route(self) -> &'static str {
        match self {
            Self::Inbox => "q",
            Self::Client => "client-q",
        }
    }

    /// The root fields of the schema.
    pub(super) fn fields(self) -> &'static FieldTable {
        match self {
            Self::Inbox => &fields::INBOX,
            Self::Client => &fields::CLIENT,
        }
    }

    /// Executes a request.
    pub(super) async fn execute(self, request: Request) -> Response {
        match self {
            Self::Inbox => INBOX_SCHEMA.execute(request).await,
            Self::Client => CLIENT_SCHEMA.execute(request).await,
        }
    }
}

fn schema<Q: ObjectType + 'static, M: ObjectType + 'static>(
    query: Q,
    mutation: M,
) -> Schema<Q, M, EmptySubscription> {
    let schema = Schema::build(query, mutation, EmptySubscription);
    let schema = schema.limit_depth(32).limit_directives(16);
    schema.extension(CountResponseSize).finish()
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    };

    use super::*;

    /// The names of the fields of `Query` and `Mutation`.
    fn root_fields(sdl: &str) -> Vec<String> {
        let document = parse_schema(sdl).unwrap();
        let types = document.definitions.into_iter();
        let roots = types.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => {
                let name = definition.node.name.node;
                match definition.node.kind {
                    TypeKind::Object(object) if name == "Query" || name == "Mutation" => {
                        Some(object)
                    }
                    _ => None,
                }
            }
            _ => None,
        });
        let fields = roots.flat_map(|object| object.fields);
        fields
            .map(|field| field.node.name.node.to_string())
            .collect()
    }

    #[test]
    fn each_root_field_has_one_entry() {
        for api in Api::ALL {
            let mut fields = root_fields(&api.sdl());
            fields.sort();
            let mut entries: Vec<_> = api.fields().names().collect();
            entries.sort_unstable();
            assert!(fields.len() > 10, "{api:?}: {fields:?}");
            assert_eq!(fields, entries, "{api:?}");
        }
    }
}
