//! Which columns of a file are read, and as what: the leaves that the keys of a row name, and no others.

use parquet::{
    basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical},
    schema::types::Type,
};

use crate::input::{
    json::{Key, key},
    table::text,
};

/// A column of the file that is a field of a row.
#[derive(Debug)]
pub(super) struct Column {
    pub key: Key,
    /// The place of its name among the names of the field.
    pub rank: u8,
    pub shape: Shape,
}

/// What a column is made of; leaves are places in [`Plan::leaves`].
#[derive(Debug)]
pub(super) enum Shape {
    /// One value a row.
    Flat(usize),
    /// Tags as a list of texts, which stand where the definition level is that of the leaf.
    Tags { leaf: usize, known: u8 },
    /// Anything nested; it is read as the JSON that it would have been.
    Nested(Node),
}

/// A part of a nested column.
#[derive(Debug)]
pub(super) struct Node {
    /// The definition level from which on it is there.
    pub known: u8,
    pub kind: NodeKind,
    /// Its first leaf, which tells whether it is there and how often.
    pub first: usize,
    /// All its leaves, from the first to before this one.
    pub end: usize,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Leaf,
    /// Keys as JSON, with their quotes and colon.
    Struct(Vec<(Vec<u8>, Node)>),
    List(Repeated),
    /// A key and a value, repeated.
    Map(Repeated, Box<Node>),
}

/// What stands in a list or a map.
#[derive(Debug)]
pub(super) struct Repeated {
    /// The definition level from which on there is a member.
    pub some: u8,
    /// The repetition level of a further member.
    pub level: u8,
    pub member: Box<Node>,
}

/// A column of values, as Parquet stores it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// Its place among all leaves of the file.
    pub index: usize,
    pub name: String,
    pub kind: Kind,
    pub max_definition: u8,
    pub max_repetition: u8,
    /// Whether its texts are tags.
    pub tags: bool,
}

/// What the values of a leaf are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Text,
    Flag,
    /// Of so many bytes.
    Whole {
        bytes: usize,
        signed: bool,
    },
    Float {
        bytes: usize,
    },
    /// So many a second, in so many bytes.
    Time {
        bytes: usize,
        a_second: i64,
    },
    Days,
    /// Whole numbers of so many bytes (0: as many as each says), none of them negative, the first byte the largest.
    Bytes {
        bytes: usize,
    },
    /// Nanoseconds of a day, and a Julian day.
    Int96,
    /// Whole numbers of so many bytes (0: as many as each says), the first one the largest if `big`, over a power of ten.
    Decimal {
        bytes: usize,
        big: bool,
        scale: u32,
    },
}

/// Which leaves are read, and what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub columns: Vec<Column>,
    pub leaves: Vec<Leaf>,
    /// What is left out, though a key names it, as sentences.
    pub complaints: Vec<String>,
    /// How many leaves were passed so far, read or not.
    passed: usize,
}

/// How deep columns may nest.
pub(super) const DEPTH: u32 = 32;

/// Where in the schema something stands.
#[derive(Clone, Copy)]
struct Levels {
    definition: u8,
    repetition: u8,
    depth: u32,
}

impl Plan {
    /// The leaf of the ids.
    pub fn id_leaf(&self) -> Option<usize> {
        self.columns.iter().find_map(|column| match column.shape {
            Shape::Flat(leaf) if column.key.names_a_row() => Some(leaf),
            _ => None,
        })
    }

    pub fn of(root: &Type) -> Plan {
        let mut plan = Plan::default();
        for field in root.get_fields() {
            let leaves = (plan.leaves.len(), plan.passed);
            let levels = Levels { definition: 0, repetition: 0, depth: DEPTH };
            let column = key(field.name().as_bytes()).and_then(|(key, rank)| {
                let node = plan.field(field, key, levels, field.name())?;
                Some(Column { key, rank, shape: plan.shape(key, node) })
            });
            if let Some(column) = column {
                plan.columns.push(column);
            } else {
                plan.leaves.truncate(leaves.0);
            }
            plan.passed = leaves.1 + count(field, DEPTH);
        }
        plan
    }

    fn shape(&mut self, key: Key, node: Node) -> Shape {
        match &node.kind {
            NodeKind::Leaf if self.leaves[node.first].max_repetition == 0 => return Shape::Flat(node.first),
            NodeKind::List(list) if key == Key::Tags => {
                let leaf = &mut self.leaves[node.first];
                if matches!(list.member.kind, NodeKind::Leaf) && leaf.kind == Kind::Text && leaf.max_repetition == 1 {
                    leaf.tags = true;
                    return Shape::Tags { leaf: node.first, known: node.known };
                }
            }
            _ => {}
        }
        Shape::Nested(node)
    }

    /// A field with its repetition: a bare repeated one is a list that is always there.
    fn field(&mut self, field: &Type, key: Key, mut levels: Levels, path: &str) -> Option<Node> {
        levels.depth = levels.depth.checked_sub(1)?;
        let info = field.get_basic_info();
        match info.has_repetition().then(|| info.repetition()) {
            Some(Repetition::REPEATED) => {
                let known = levels.definition;
                let inner = levels.repeated();
                let member = self.value(field, key, inner, path)?;
                Some(list(known, inner, member))
            }
            Some(Repetition::OPTIONAL) => self.value(field, key, levels.optional(), path),
            _ => self.value(field, key, levels, path),
        }
    }

    /// What a field holds once it is there.
    fn value(&mut self, field: &Type, key: Key, levels: Levels, path: &str) -> Option<Node> {
        if field.is_primitive() {
            return self.leaf(field, levels, path);
        }
        let info = field.get_basic_info();
        let is = |converted, logical| info.converted_type() == converted || info.logical_type_ref() == Some(&logical);
        let [only] = field.get_fields() else { return self.group(field, key, levels, path) };
        let repeats =
            only.get_basic_info().has_repetition() && only.get_basic_info().repetition() == Repetition::REPEATED;
        if is(ConvertedType::LIST, LogicalType::List) && repeats {
            return self.list(field, only, key, levels, path);
        }
        let maps = is(ConvertedType::MAP, LogicalType::Map) || info.converted_type() == ConvertedType::MAP_KEY_VALUE;
        if maps && repeats && only.is_group() && only.get_fields().len() == 2 {
            return self.map(only, levels, path);
        }
        self.group(field, key, levels, path)
    }

    /// A list of three levels, or of two as older writers made it (LogicalTypes.md, backward compatibility).
    fn list(&mut self, field: &Type, only: &Type, key: Key, levels: Levels, path: &str) -> Option<Node> {
        let inner = levels.repeated();
        let two = only.is_primitive()
            || only.get_fields().len() != 1
            || only.name() == "array"
            || only.name() == format!("{}_tuple", field.name());
        let member = match two {
            true => self.value(only, key, inner, path)?,
            false => self.field(only.get_fields().first()?, key, inner, path)?,
        };
        Some(list(levels.definition, inner, member))
    }

    fn map(&mut self, pair: &Type, levels: Levels, path: &str) -> Option<Node> {
        let inner = levels.repeated();
        let [name, value] = pair.get_fields() else { return None };
        let name = self.field(name, Key::Tags, inner, path).filter(|name| matches!(name.kind, NodeKind::Leaf))?;
        let value = self.field(value, Key::Tags, inner, path)?;
        let (first, end) = (name.first, value.end);
        let repeated = Repeated { some: inner.definition, level: inner.repetition, member: Box::new(name) };
        Some(Node { known: levels.definition, kind: NodeKind::Map(repeated, Box::new(value)), first, end })
    }

    /// A struct, of which only those members are read that somebody asks for.
    fn group(&mut self, field: &Type, key: Key, levels: Levels, path: &str) -> Option<Node> {
        let (first, from) = (self.leaves.len(), self.passed);
        let mut members = Vec::new();
        for member in field.get_fields() {
            let (leaves, passed) = (self.leaves.len(), self.passed);
            let path = format!("{path}.{}", member.name());
            let node =
                wanted(key, levels, &path, member.name()).then(|| self.field(member, key, levels, &path)).flatten();
            match node {
                Some(node) => members.push((quoted(member.name()), node)),
                None => self.leaves.truncate(leaves),
            }
            self.passed = passed + count(member, levels.depth);
        }
        debug_assert!(self.passed >= from);
        let end = self.leaves.len();
        (end > first).then_some(Node { known: levels.definition, kind: NodeKind::Struct(members), first, end })
    }

    fn leaf(&mut self, field: &Type, levels: Levels, path: &str) -> Option<Node> {
        let index = self.passed;
        self.passed += 1;
        let Some(kind) = bytes_of_id(field, path).or_else(|| kind(field)) else {
            let found = field.get_physical_type();
            self.complaints.push(format!(
                "the column `{path}` is not read: found the type {found}, expected texts, numbers, times or flags"
            ));
            return None;
        };
        let first = self.leaves.len();
        self.leaves.push(Leaf {
            index,
            name: path.to_owned(),
            kind,
            max_definition: levels.definition,
            max_repetition: levels.repetition,
            tags: false,
        });
        Some(Node { known: levels.definition, kind: NodeKind::Leaf, first, end: first + 1 })
    }
}

impl Levels {
    fn optional(self) -> Levels {
        Levels { definition: self.definition + 1, ..self }
    }

    fn repeated(self) -> Levels {
        Levels { definition: self.definition + 1, repetition: self.repetition + 1, ..self }
    }
}

fn list(known: u8, inner: Levels, member: Node) -> Node {
    let (first, end) = (member.first, member.end);
    let repeated = Repeated { some: inner.definition, level: inner.repetition, member: Box::new(member) };
    Node { known, kind: NodeKind::List(repeated), first, end }
}

/// Whether somebody asks for a member of a struct: those that a row continues by name, and of objects in a list their id.
fn wanted(column: Key, levels: Levels, path: &str, name: &str) -> bool {
    match column {
        Key::Nested(_) if levels.repetition == 0 => {
            let mut parts = path.split('.');
            let top: Vec<&str> = parts.by_ref().take(2).collect();
            parts.next().is_some() || key(top.join(".").as_bytes()).is_some()
        }
        _ if levels.repetition > 0 => name == "id",
        _ => true,
    }
}

/// How many leaves a field has.
fn count(field: &Type, depth: u32) -> usize {
    match (field.is_primitive(), depth.checked_sub(1)) {
        (true, _) => 1,
        (false, Some(depth)) => field.get_fields().iter().map(|field| count(field, depth)).sum(),
        (false, None) => 0,
    }
}

fn kind(field: &Type) -> Option<Kind> {
    let Type::PrimitiveType { basic_info, physical_type, type_length, scale, .. } = field else { return None };
    let (converted, logical) = (basic_info.converted_type(), basic_info.logical_type_ref());
    let width = match physical_type {
        Physical::INT32 => 4,
        Physical::INT64 => 8,
        Physical::FIXED_LEN_BYTE_ARRAY => {
            usize::try_from(*type_length).ok().filter(|length| (1..=16).contains(length))?
        }
        _ => 0,
    };
    let scale = match logical {
        Some(LogicalType::Decimal(decimal)) => Some(decimal.scale),
        _ => (converted == ConvertedType::DECIMAL).then_some(*scale),
    };
    if let Some(scale) = scale {
        let scale = u32::try_from(scale).ok().filter(|scale| *scale <= 38)?;
        let big = matches!(physical_type, Physical::FIXED_LEN_BYTE_ARRAY | Physical::BYTE_ARRAY);
        return (width > 0 || big).then_some(Kind::Decimal { bytes: width, big, scale });
    }
    Some(match physical_type {
        Physical::BOOLEAN => Kind::Flag,
        Physical::BYTE_ARRAY => Kind::Text,
        Physical::FLOAT => Kind::Float { bytes: 4 },
        Physical::DOUBLE => Kind::Float { bytes: 8 },
        Physical::INT96 => Kind::Int96,
        Physical::FIXED_LEN_BYTE_ARRAY => return None,
        Physical::INT32 | Physical::INT64 => match (logical, converted) {
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) if width == 4 => Kind::Days,
            (Some(LogicalType::Timestamp(time)), _) => Kind::Time { bytes: width, a_second: a_second(&time.unit) },
            (_, ConvertedType::TIMESTAMP_MILLIS) => Kind::Time { bytes: width, a_second: 1_000 },
            (_, ConvertedType::TIMESTAMP_MICROS) => Kind::Time { bytes: width, a_second: 1_000_000 },
            (Some(LogicalType::Integer(integer)), _) => Kind::Whole { bytes: width, signed: integer.is_signed },
            (_, converted) => Kind::Whole { bytes: width, signed: !is_unsigned(converted) },
        },
    })
}

/// The bytes of a part of an `_id`. Who writes a file anew makes them as long as they like.
fn bytes_of_id(field: &Type, path: &str) -> Option<Kind> {
    let Type::PrimitiveType { physical_type, type_length, .. } = field else { return None };
    let bytes = match physical_type {
        Physical::FIXED_LEN_BYTE_ARRAY => usize::try_from(*type_length).ok().filter(|bytes| (1..=6).contains(bytes))?,
        Physical::BYTE_ARRAY => 0,
        _ => return None,
    };
    matches!(path, "_id.process" | "_id.counter").then_some(Kind::Bytes { bytes })
}

fn a_second(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

fn is_unsigned(converted: ConvertedType) -> bool {
    use ConvertedType as C;
    matches!(converted, C::UINT_8 | C::UINT_16 | C::UINT_32 | C::UINT_64)
}

/// A name as a key of JSON.
fn quoted(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    text(name.as_bytes(), &mut key);
    key.push(b':');
    key
}

#[cfg(test)]
mod tests {
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn plan(schema: &str) -> Plan {
        Plan::of(&parse_message_type(schema).unwrap())
    }

    fn leaves(plan: &Plan) -> Vec<(&str, usize, u8, u8)> {
        plan.leaves.iter().map(|l| (l.name.as_str(), l.index, l.max_definition, l.max_repetition)).collect()
    }

    #[test]
    fn only_what_a_row_names_is_read() {
        let plan = plan(
            "message m { required binary id (UTF8); optional binary sha (UTF8);
             optional group safetensors { optional group parameters { optional int64 BF16; optional int64 F32; } optional int64 total;
               optional binary other (UTF8); }
             optional group authorData { optional binary name (UTF8); optional binary type (UTF8); }
             optional group config { optional binary x (UTF8); }
             optional group baseModels { optional binary relation (UTF8);
               optional group models (LIST) { repeated group list { optional group element { optional binary _id (UTF8); optional binary id (UTF8); } } } }
             optional int64 likes; }",
        );
        assert_eq!(
            leaves(&plan),
            [
                ("id", 0, 0, 0),
                ("safetensors.parameters.BF16", 2, 3, 0),
                ("safetensors.parameters.F32", 3, 3, 0),
                ("safetensors.total", 4, 2, 0),
                ("authorData.type", 7, 2, 0),
                ("baseModels.relation", 9, 2, 0),
                ("baseModels.models.id", 11, 5, 1),
                ("likes", 12, 1, 0),
            ]
        );
        assert_eq!(plan.columns.len(), 5);
        assert!(plan.complaints.is_empty());
    }

    #[test]
    fn lists_have_three_levels_or_two() {
        for (list, definition) in [
            ("optional group tags (LIST) { repeated group list { optional binary element (UTF8); } }", 3),
            ("required group tags (LIST) { repeated group list { required binary element (UTF8); } }", 1),
            ("optional group tags (LIST) { repeated binary array (UTF8); }", 2),
            ("optional group tags (LIST) { repeated group array { optional binary x (UTF8); } }", 0),
            ("repeated binary tags (UTF8);", 1),
        ] {
            let plan = plan(&format!("message m {{ required binary id (UTF8); {list} }}"));
            match (&plan.columns.get(1).map(|column| &column.shape), definition) {
                (Some(Shape::Tags { leaf, .. }), 1..) => {
                    assert_eq!(
                        (plan.leaves[*leaf].max_definition, plan.leaves[*leaf].tags),
                        (definition, true),
                        "{list}"
                    );
                }
                // Objects, which no tag is.
                (None, 0) => {}
                (shape, _) => panic!("{list}: {shape:?}"),
            }
        }
    }

    #[test]
    fn types_that_are_not_read_are_told() {
        let plan = plan("message m { required binary id (UTF8); optional fixed_len_byte_array(16) likes; }");
        assert_eq!((plan.columns.len(), plan.complaints.len()), (1, 1), "{:?}", plan.complaints);
    }
}
