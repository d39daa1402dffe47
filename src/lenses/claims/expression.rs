//! What answers a claim: `organizations.leader_share`, or arithmetic on several of these.
//!
//! `section.metric` and `section.table[key].column`, numbers as people write them, `+ − × ÷` (also
//! `- * /`, a minus with a space before it, since ids hold hyphens) and brackets. `under(window=all)`
//! behind a reference or a bracket names the query that it is run under. What stands left of `=` is
//! arithmetic on the source's own figures.
//!
//! Compiled to a list of steps on a stack. No value comes with its reason, and goes through all that
//! is computed from it.

use super::figure::{Figure, Sign, digits};
use crate::report::{Unit, Value};

/// Brackets within brackets.
const DEEPEST: usize = 40;

/// A compiled expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::lenses) struct Expression {
    /// The source's own figures, where it gives any.
    pub own: Vec<Step>,
    /// These as written.
    pub own_text: String,
    /// What answers the claim here.
    pub here: Vec<Step>,
}

/// One step on a stack of values.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lenses) enum Step {
    Put(f64, Unit),
    Take(Reference),
    Apply(Op),
}

/// What joins two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lenses) enum Op {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// A metric, or a cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lenses) struct Reference {
    /// Where it stands, in characters from 0.
    pub at: usize,
    pub section: String,
    /// The metric, or the table.
    pub name: String,
    /// The row's keys and the column.
    pub cell: Option<(Vec<String>, String)>,
    /// The query that it is run under, the outer first.
    pub under: String,
}

/// Why an expression is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lenses) struct Misread {
    /// Where, in characters from 0.
    pub at: usize,
    pub found: String,
    pub expected: String,
}

/// A value, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lenses) struct Taken {
    pub value: Value,
    pub unit: Unit,
}

/// Why there is no value; `at` where the expression asks for what there cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lenses) struct Missing {
    pub reason: String,
    pub at: Option<usize>,
}

impl Missing {
    pub fn of(reason: impl Into<String>) -> Missing {
        Missing { reason: reason.into(), at: None }
    }
}

impl Expression {
    pub fn parse(text: &str) -> Result<Expression, Misread> {
        let mut parser = Parser { text, at: 0, depth: 0, steps: Vec::new() };
        let mut expression = Expression::default();
        parser.sum()?;
        if parser.eat("=") {
            if let Some(at) = references(&parser.steps).map(|reference| reference.at).next() {
                return Err(parser.misread(at, "figures of the source alone left of `=`"));
            }
            expression.own = std::mem::take(&mut parser.steps);
            expression.own_text = text[..parser.at - 1].trim().replace('/', "÷").replace('*', "×");
            parser.sum()?;
        }
        parser.space();
        if parser.at < text.len() {
            return Err(parser.fault("+, −, ×, ÷ or the end"));
        }
        expression.here = parser.steps;
        // Nothing but figures is the source's own arithmetic.
        if references(&expression.here).next().is_none() {
            expression.own = std::mem::take(&mut expression.here);
            expression.own_text = text.trim().replace('/', "÷").replace('*', "×");
        }
        Ok(expression)
    }
}

/// What the steps take from sections.
pub(in crate::lenses) fn references(steps: &[Step]) -> impl Iterator<Item = &Reference> {
    steps.iter().filter_map(|step| if let Step::Take(reference) = step { Some(reference) } else { None })
}

/// The value of compiled steps.
pub(in crate::lenses) fn value(
    steps: &[Step],
    take: &dyn Fn(&Reference) -> Result<Taken, Missing>,
) -> Result<Taken, Missing> {
    let mut stack: Vec<Taken> = Vec::new();
    for step in steps {
        let taken = match step {
            Step::Put(number, unit) => Taken { value: (*number).into(), unit: *unit },
            Step::Take(reference) => take(reference)?,
            Step::Apply(op) => match (stack.pop(), stack.pop()) {
                (Some(right), Some(left)) => apply(*op, &left, &right)?,
                _ => return Err(Missing::of("nothing to compute with")),
            },
        };
        stack.push(taken);
    }
    stack.pop().ok_or_else(|| Missing::of("nothing to compute"))
}

fn apply(op: Op, left: &Taken, right: &Taken) -> Result<Taken, Missing> {
    let (Some(a), Some(b)) = (left.value.number(), right.value.number()) else {
        return Err(Missing::of("a name is no number to compute with"));
    };
    let value = match op {
        Op::Add => a + b,
        Op::Subtract => a - b,
        Op::Multiply => a * b,
        Op::Divide if b == 0.0 => return Err(Missing::of("a division by 0")),
        Op::Divide => a / b,
    };
    let unit = match op {
        Op::Divide if left.unit == right.unit => Unit::Ratio,
        Op::Multiply if left.unit == Unit::Share => right.unit,
        _ => left.unit,
    };
    Ok(Taken { value: value.into(), unit })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    steps: Vec<Step>,
}

type Parsed<T = ()> = Result<T, Misread>;

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, word: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn place(&self) -> usize {
        self.text[..self.at].chars().count()
    }

    fn fault(&self, expected: &str) -> Misread {
        self.misread(self.place(), expected)
    }

    fn misread(&self, at: usize, expected: &str) -> Misread {
        let rest: String = self.text.chars().skip(at).collect();
        let word = rest.split_whitespace().next().unwrap_or_default();
        let found = if word.is_empty() { "the end".to_owned() } else { format!("`{word}`") };
        Misread { at, found, expected: expected.to_owned() }
    }

    fn sum(&mut self) -> Parsed {
        self.chain(&[("+", Op::Add), ("-", Op::Subtract), ("−", Op::Subtract)], Parser::product)
    }

    fn product(&mut self) -> Parsed {
        let signs = [("×", Op::Multiply), ("*", Op::Multiply), ("÷", Op::Divide), ("/", Op::Divide)];
        self.chain(&signs, Parser::operand)
    }

    fn chain(&mut self, signs: &[(&str, Op)], part: fn(&mut Parser<'a>) -> Parsed) -> Parsed {
        part(self)?;
        while let Some((_, op)) = signs.iter().find(|(sign, _)| self.eat(sign)) {
            part(self)?;
            self.steps.push(Step::Apply(*op));
        }
        Ok(())
    }

    fn operand(&mut self) -> Parsed {
        let from = self.steps.len();
        if self.eat("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(self.fault("fewer brackets"));
            }
            self.sum()?;
            self.depth -= 1;
            if !self.eat(")") {
                return Err(self.fault("`)`"));
            }
        } else if let Some((figure, end)) = Figure::begins(self.rest()) {
            // Here `×` joins; it says nothing of the number before it.
            self.at += if figure.sign == Sign::Times { digits(self.rest().as_bytes()).unwrap_or(end) } else { end };
            let unit = if figure.sign == Sign::Percent { Unit::Share } else { Unit::Count };
            self.steps.push(Step::Put(figure.value, unit));
        } else {
            let reference = self.reference()?;
            self.steps.push(Step::Take(reference));
        }
        if self.eat("under(") {
            self.under(from)?;
        }
        Ok(())
    }

    fn reference(&mut self) -> Parsed<Reference> {
        self.space();
        let at = self.place();
        let section = self.name("a number, `section.metric` or `section.table[key].column`")?;
        let name = self.member()?;
        let mut cell = None;
        if self.rest().starts_with('[') {
            self.at += 1;
            let keys = self.keys()?;
            cell = Some((keys, self.member()?));
        }
        Ok(Reference { at, section, name, cell, under: String::new() })
    }

    /// `.name`, without spaces.
    fn member(&mut self) -> Parsed<String> {
        if !self.rest().starts_with('.') {
            return Err(self.fault("`.` and the name of a metric, a table or a column"));
        }
        self.at += 1;
        self.name("the name of a metric, a table or a column")
    }

    /// Letters, digits and `_`, and hyphens within.
    fn name(&mut self, expected: &str) -> Parsed<String> {
        let bytes = self.rest().as_bytes();
        let part = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut end = 0;
        while part(end) || (end > 0 && bytes.get(end) == Some(&b'-') && part(end + 1)) {
            end += 1;
        }
        if end == 0 {
            return Err(self.fault(expected));
        }
        let name = self.rest()[..end].to_owned();
        self.at += end;
        Ok(name)
    }

    /// Keys up to `]`, parted by commas; one that holds a comma or a bracket stands in double quotes.
    fn keys(&mut self) -> Parsed<Vec<String>> {
        let mut keys = Vec::new();
        loop {
            self.space();
            let rest = self.rest();
            let (key, len) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
                Some((key, _)) => (key, key.len() + 2),
                None => {
                    let len = rest.find([',', ']']).unwrap_or(0);
                    (rest[..len].trim(), len)
                }
            };
            if key.is_empty() {
                return Err(self.fault("the key of a row and `]`"));
            }
            self.at += len;
            keys.push(key.to_owned());
            if self.eat("]") {
                return Ok(keys);
            }
            if !self.eat(",") {
                return Err(self.fault("`,` or `]`"));
            }
        }
    }

    /// Puts the query up to `)` in front of what the steps behind `from` name themselves.
    fn under(&mut self, from: usize) -> Parsed {
        let mut quoted = false;
        let end = self.rest().find(|c| {
            quoted ^= c == '"';
            c == ')' && !quoted
        });
        let Some(end) = end else { return Err(self.fault("a query and `)`")) };
        let query = &self.rest()[..end];
        for step in &mut self.steps[from..] {
            if let Step::Take(reference) = step {
                reference.under = format!("{query} {}", reference.under).trim().to_owned();
            }
        }
        self.at += end + 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<f64> {
        let expression = Expression::parse(text).unwrap();
        let take = |reference: &Reference| match reference.name.as_str() {
            "none" => Err(Missing::of("not recorded")),
            name => Ok(Taken { value: Value::Number(name.len() as f64), unit: Unit::Count }),
        };
        let steps = if expression.here.is_empty() { &expression.own } else { &expression.here };
        value(steps, &take).ok().and_then(|taken| taken.value.number())
    }

    fn misread(text: &str) -> (usize, String) {
        let fault = Expression::parse(text).unwrap_err();
        (fault.at, format!("{}, {}", fault.found, fault.expected))
    }

    #[test]
    fn products_bind_before_sums_and_brackets_before_both() {
        assert_eq!(check("1 + 2 × 3 - 4 / 2"), Some(5.0));
        assert_eq!((check("(1 + 2) * 3"), check("2×3"), check("2 × 3M")), (Some(9.0), Some(6.0), Some(6e6)));
        assert_eq!(check("10 − 3 − 2"), Some(5.0));
        assert_eq!(check("50% × 351"), Some(175.5));
        // The name of a metric stands for its length here.
        assert_eq!(check("a.four ÷ some-section.ab"), Some(2.0));
        assert_eq!(check("a.one - 1"), Some(2.0));
        assert_eq!((check("1 ÷ 0"), check("1 + a.none")), (None, None));
    }

    #[test]
    fn a_reference_names_its_row_and_its_query() {
        let expression =
            Expression::parse(r#"(a.b + c-d.t[x y, "p,q]", *].n under(by=likes)) under(top=all "owner:a)b") ÷ a.z"#)
                .unwrap();
        let all: Vec<&Reference> = references(&expression.here).collect();
        assert_eq!((all[0].section.as_str(), all[0].under.as_str()), ("a", r#"top=all "owner:a)b""#));
        assert_eq!(all[1].section, "c-d");
        assert_eq!(all[1].cell, Some((vec!["x y".into(), "p,q]".into(), "*".into()], "n".into())));
        // The inner query comes last, and so prevails.
        assert_eq!(all[1].under, r#"top=all "owner:a)b" by=likes"#);
        assert_eq!((all[2].at, all[2].under.as_str()), (77, ""));
    }

    #[test]
    fn what_the_source_gives_itself_stands_left_of_the_sign() {
        let expression = Expression::parse("399.4M / 29.6M = a.pair_ratio").unwrap();
        assert_eq!(expression.own_text, "399.4M ÷ 29.6M");
        assert_eq!((expression.own.len(), expression.here.len()), (3, 1));
        let expression = Expression::parse("179 / 351").unwrap();
        assert_eq!((expression.own.len(), expression.here.len()), (3, 0));
    }

    #[test]
    fn errors_say_where_and_what() {
        assert_eq!(misread("").0, 0);
        assert_eq!(misread("a.b +"), (5, "the end, a number, `section.metric` or `section.table[key].column`".into()));
        assert_eq!(misread("a.b c.d"), (4, "`c.d`, +, −, ×, ÷ or the end".into()));
        assert_eq!(misread("a"), (1, "the end, `.` and the name of a metric, a table or a column".into()));
        assert_eq!(misread("a.b[].c").0, 4);
        assert_eq!(misread("é.b").0, 0);
        assert_eq!(misread("(a.b").1, "the end, `)`");
        assert_eq!(misread("a.b under(top=all").1, "`top=all`, a query and `)`");
        assert_eq!(misread("a.b = 1"), (0, "`a.b`, figures of the source alone left of `=`".into()));
        assert_eq!(misread(&"(".repeat(5000)).1.split(", ").last(), Some("fewer brackets"));
    }
}
