//! What a request is going to do, known before it is executed.

use async_graphql::{
    Name, Positioned, Request, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use super::limits;

/// The operation of a document that a request executes.
pub(super) struct Operation<'d> {
    document: &'d ExecutableDocument,
    definition: &'d OperationDefinition,
    variables: &'d Variables,
}

impl<'d> Operation<'d> {
    /// Finds it.
    ///
    /// # Errors
    /// When it costs too much, or it is not clear which operation is meant: then nothing may be
    /// executed, since it is not known what it needs.
    pub(super) fn of(
        request: &'d Request,
        document: &'d ExecutableDocument,
    ) -> Result<Self, String> {
        let mut operations = document.operations.iter();
        let operation = match (
            &request.operation_name,
            operations.next(),
            operations.next(),
        ) {
            (None, Some((_, operation)), None) => Some(operation),
            (None, ..) => {
                return Err("the document has several operations and none is named".to_owned());
            }
            (Some(wanted), ..) => document
                .operations
                .iter()
                .find(|(name, _)| name.is_some_and(|name| name == wanted))
                .map(|(_, operation)| operation),
        };
        let operation = operation.ok_or("the document has no operation of that name")?;
        limits::check(&operation.node, document)?;
        Ok(Self {
            document,
            definition: &operation.node,
            variables: &request.variables,
        })
    }

    /// Whether it changes anything.
    pub(super) fn is_mutation(&self) -> bool {
        self.definition.ty == OperationType::Mutation
    }

    /// The fields at its root, those in fragments too.
    pub(super) fn fields(&self) -> Vec<&'d Field> {
        let mut fields = Vec::new();
        self.collect(&self.definition.selection_set, &mut fields);
        fields
    }

    // The limits bound both how deep this goes and how many fields it finds.
    fn collect(&self, set: &'d Positioned<SelectionSet>, fields: &mut Vec<&'d Field>) {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) => fields.push(&field.node),
                Selection::InlineFragment(fragment) => {
                    self.collect(&fragment.node.selection_set, fields);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.collect(&fragment.node.selection_set, fields);
                    }
                }
            }
        }
    }

    /// The text that an argument of a field has.
    pub(super) fn text(&self, field: &Field, argument: &str) -> Option<String> {
        let value = field.get_argument(argument)?.node.clone();
        let value = value.into_const_with(|name| self.variable(&name).ok_or(()));
        match value {
            Ok(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        self.variables.get(name).cloned().or_else(|| {
            let mut declared = self.definition.variable_definitions.iter();
            let declared = declared.find(|declared| declared.node.name.node == *name)?;
            Some(declared.node.default_value.as_ref()?.node.clone())
        })
    }
}
