//! Shapes of answers as static data; the generator writes the tables.

/// What a value should be.
///
/// ```
/// use viettel_idc_wire::{Field, Object, Shape};
///
/// static INVOICE: Object = Object {
///     name: "Invoice",
///     scalar: None,
///     fields: &[
///         Field { name: "id", shape: Shape::Id, required: true },
///         Field { name: "total", shape: Shape::Decimal, required: false },
///     ],
/// };
/// static ANSWER: Shape = Shape::List(&Shape::Object(&INVOICE));
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text.
    Text,
    /// An identifier.
    Id,
    /// An exact decimal.
    Decimal,
    /// A day.
    Date,
    /// A day and time of the portal's clock.
    DateTime,
    /// A secret.
    Secret,
    /// Text that may arrive as a number or a flag.
    Scalar,
    /// An integer.
    Integer,
    /// A flag.
    Flag,
    /// An object with known fields.
    Object(&'static Object),
    /// A list.
    List(&'static Shape),
    /// A map with free keys.
    Map(&'static Shape),
}

/// An object with known fields.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Name of its type.
    pub name: &'static str,
    /// The field that a single value in its place stands for.
    pub scalar: Option<&'static str>,
    /// Its fields.
    pub fields: &'static [Field],
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// What it should be.
    pub shape: Shape,
    /// Whether its object is useless without it.
    pub required: bool,
}

impl Shape {
    /// The shape's name in messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Shape::Text | Shape::Secret => "text",
            Shape::Id => "id",
            Shape::Decimal => "decimal",
            Shape::Date => "date",
            Shape::DateTime => "date and time",
            Shape::Scalar => "text or number",
            Shape::Integer => "integer",
            Shape::Flag => "flag",
            Shape::Object(_) => "object",
            Shape::List(_) => "list",
            Shape::Map(_) => "map",
        }
    }

    /// Whether it is an object that may be empty.
    pub(crate) fn wants_nothing(&self) -> bool {
        matches!(self, Shape::Object(object) if object.fields.iter().all(|field| !field.required))
    }
}
