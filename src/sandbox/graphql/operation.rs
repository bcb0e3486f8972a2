//! The operation of a request, before it is executed.

use async_graphql::{
    Name, Positioned, Request, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

/// The maximum length of a label, in bytes.
const MAX_LABEL: usize = 200;

/// The name of the GraphQL operation of a request, as an extension of its response.
#[derive(Clone)]
pub(in crate::sandbox) struct OperationName(pub(in crate::sandbox) String);

/// The operation of a document that a request executes.
pub(super) struct Operation<'d> {
    document: &'d ExecutableDocument,
    name: Option<&'d Name>,
    definition: &'d OperationDefinition,
    variables: &'d Variables,
}

impl<'d> Operation<'d> {
    /// Selects the operation that the request names, or the document's only one.
    ///
    /// # Errors
    /// Returns an error if there is no such operation, or if there are several and none is named.
    pub(super) fn select(
        request: &'d Request,
        document: &'d ExecutableDocument,
    ) -> Result<Self, String> {
        let mut operations = document.operations.iter();
        let operation = match (
            &request.operation_name,
            operations.next(),
            operations.next(),
        ) {
            (None, Some(operation), None) => Some(operation),
            (None, ..) => {
                return Err(
                    "the document has several operations: name one in `operationName`".to_owned(),
                );
            }
            (Some(requested), ..) => document
                .operations
                .iter()
                .find(|(name, _)| name.is_some_and(|name| name == requested)),
        };
        let (name, operation) = operation.ok_or("the document has no operation with this name")?;
        Ok(Self {
            document,
            name,
            definition: &operation.node,
            variables: &request.variables,
        })
    }

    /// Returns the name of the operation, or those of its root fields.
    ///
    /// Only for an operation within the limits, as [`fields`](Self::fields).
    pub(super) fn label(&self) -> OperationName {
        let mut label = if let Some(name) = self.name {
            name.to_string()
        } else {
            let fields = self.fields().into_iter();
            let mut names: Vec<&str> = fields.map(|field| field.name.node.as_str()).collect();
            names.dedup();
            names.join(", ")
        };
        label.truncate(label.floor_char_boundary(MAX_LABEL));
        OperationName(label)
    }

    pub(super) fn document(&self) -> &'d ExecutableDocument {
        self.document
    }

    pub(super) fn selection_set(&self) -> &'d Positioned<SelectionSet> {
        &self.definition.selection_set
    }

    /// Returns true if the operation is a mutation.
    pub(super) fn is_mutation(&self) -> bool {
        self.definition.ty == OperationType::Mutation
    }

    /// Returns the root fields, including those of fragments.
    ///
    /// Only for an operation within the limits: they bound the depth of the recursion and the
    /// number of fields.
    pub(super) fn fields(&self) -> Vec<&'d Field> {
        let mut fields = Vec::new();
        self.collect_fields(&self.definition.selection_set, &mut fields);
        fields
    }

    fn collect_fields(&self, set: &'d Positioned<SelectionSet>, fields: &mut Vec<&'d Field>) {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) => fields.push(&field.node),
                Selection::InlineFragment(fragment) => {
                    self.collect_fields(&fragment.node.selection_set, fields);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.collect_fields(&fragment.node.selection_set, fields);
                    }
                }
            }
        }
    }

    /// Returns the value of a field's argument if it is a string of at most `maximum` bytes.
    pub(super) fn text(&self, field: &Field, argument: &str, maximum: usize) -> Option<String> {
        let value = field.get_argument(argument)?.node.clone();
        // Many arguments may refer to one variable, so that only a short value is copied.
        let variable = |name| match self.variable(&name) {
            Some(Value::String(text)) if text.len() <= maximum => Ok(Value::String(text.clone())),
            _ => Err(()),
        };
        match value.into_const_with(variable) {
            Ok(Value::String(text)) => Some(text).filter(|text| text.len() <= maximum),
            _ => None,
        }
    }

    /// Returns the value of a variable, or its default.
    fn variable(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let mut definitions = self.definition.variable_definitions.iter();
            let definition = definitions.find(|definition| definition.node.name.node == *name)?;
            Some(&definition.node.default_value.as_ref()?.node)
        })
    }
}
