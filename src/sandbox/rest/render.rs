//! Rendering of a message for the Inbox: its elements, and the variables in its texts.

#![warn(clippy::arithmetic_side_effects)]

use serde::Deserialize;
use serde_json::{Map, Value};

/// The content of a send request.
#[derive(Deserialize, Default)]
pub(super) struct Content {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    body: Option<String>,
    /// Elemental (<https://www.courier.com/docs/platform/content/elemental/elemental-overview>).
    #[serde(default)]
    elements: Option<Vec<Map<String, Value>>>,
}

/// The rendered content of a message.
pub(super) struct Rendered {
    pub(super) title: Option<String>,
    pub(super) preview: Option<String>,
    pub(super) actions: Vec<Map<String, Value>>,
}

/// A text is too large after its variables are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Renders the content, to texts of at most `maximum` bytes each. The sandbox has no templates, so
/// the name of one is the title if there is no other.
///
/// # Errors
/// Returns an error if a text becomes larger.
pub(super) fn render(
    content: &Content,
    template: Option<&str>,
    data: &Map<String, Value>,
    maximum: usize,
) -> Result<Rendered, TooLarge> {
    let elements = Elements::collect(content.elements.as_deref().unwrap_or_default());
    let title = content.title.clone().or(elements.title);
    let title = title.or_else(|| template.map(str::to_owned));
    let preview = content.body.clone().or_else(|| {
        let text = elements.texts.join("\n");
        Some(text).filter(|text| !text.is_empty())
    });
    let render = |text: Option<String>| {
        let text = text.map(|text| substitute(&text, data, maximum));
        text.transpose()
    };
    Ok(Rendered {
        title: render(title)?,
        preview: render(preview)?,
        actions: elements.actions,
    })
}

/// The parts of elements that an Inbox shows.
#[derive(Default)]
struct Elements {
    title: Option<String>,
    texts: Vec<String>,
    actions: Vec<Map<String, Value>>,
}

impl Elements {
    /// Collects the parts of the elements and of those inside them, in document order.
    fn collect(elements: &[Map<String, Value>]) -> Self {
        let mut collected = Self::default();
        let mut stack: Vec<&Map<String, Value>> = elements.iter().rev().collect();
        while let Some(element) = stack.pop() {
            collected.add(element);
            if let Some(Value::Array(inner)) = element.get("elements") {
                stack.extend(inner.iter().rev().filter_map(Value::as_object));
            }
        }
        collected
    }

    fn add(&mut self, element: &Map<String, Value>) {
        let text = |name: &str| element.get(name).and_then(Value::as_str).map(str::to_owned);
        match element.get("type").and_then(Value::as_str) {
            Some("meta") => self.title = text("title").or(self.title.take()),
            Some("text" | "quote" | "markdown") => self.texts.extend(text("content")),
            Some("action") => {
                let names = ["content", "href", "style", "background_color", "data"];
                let field = |name: &str| Some((name.to_owned(), element.get(name)?.clone()));
                self.actions
                    .push(names.into_iter().filter_map(field).collect());
            }
            _ => {}
        }
    }
}

/// Replaces `{{name}}` and `{{outer.name}}` with values of the data. Like Courier, it replaces
/// unknown variables with nothing.
///
/// # Errors
/// Returns an error as soon as the result is larger than `maximum`, in bytes.
fn substitute(text: &str, data: &Map<String, Value>, maximum: usize) -> Result<String, TooLarge> {
    let mut result = String::with_capacity(text.len());
    let push = |result: &mut String, part: &str| {
        if part.len() > maximum.saturating_sub(result.len()) {
            return Err(TooLarge);
        }
        result.push_str(part);
        Ok(())
    };
    let mut rest = text;
    while let Some((before, variable)) = rest.split_once("{{") {
        let Some((path, after)) = variable.split_once("}}") else {
            break;
        };
        push(&mut result, before)?;
        let mut names = path.trim().split('.');
        let first = names.next().and_then(|name| data.get(name));
        match first.and_then(|first| names.try_fold(first, |value, name| value.get(name))) {
            Some(Value::String(value)) => push(&mut result, value)?,
            Some(Value::Null) | None => {}
            Some(value) => push(&mut result, &value.to_string())?,
        }
        rest = after;
    }
    push(&mut result, rest)?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn variables_are_replaced_with_data() {
        let data = json!({ "name": "Ann", "order": { "total": 3 }, "none": null });
        let data = data.as_object().unwrap();
        for (text, expected) in [
            ("Hello {{name}}!", "Hello Ann!"),
            ("{{ order.total }} {{order.none}}{{none}}{{x.y}}.", "3 ."),
            ("{{name", "{{name"),
            ("}} {{name}}{{", "}} Ann{{"),
        ] {
            let expected = Ok(expected.to_owned());
            assert_eq!(substitute(text, data, 100), expected, "{text}");
        }
    }

    #[test]
    fn text_that_becomes_too_large_is_refused() {
        let data = json!({ "a": "xxxxx", "list": [1, 2, 3] });
        let data = data.as_object().unwrap();
        for (text, length) in [("{{a}}{{a}}", 10), ("<{{list}}>", 9), ("abc", 3), ("", 0)] {
            let rendered = substitute(text, data, length);
            assert_eq!(rendered.map(|text| text.len()), Ok(length), "{text}");
            if let Some(less) = length.checked_sub(1) {
                assert_eq!(substitute(text, data, less), Err(TooLarge), "{text}");
            }
        }
    }
}
