//! Rows into columns and back: what each column reserves for the unknown and the wrong.

use std::borrow::Cow;

use super::{
    Day, Field, Moment, Names, RawRow,
    snapshot::{Columns, UNKNOWN, UNKNOWN_CODE, UNKNOWN_TIME, WRONG, WRONG_CODE, WRONG_TIME},
};

impl Default for Columns {
    fn default() -> Columns {
        let coded = || {
            let mut names = Names::default();
            // The two reserved codes; pushed, so that no text finds them.
            names.push("");
            names.push("");
            names
        };
        Columns {
            ids: Names::default(),
            owners: Names::default(),
            tasks: coded(),
            libraries: coded(),
            licenses: coded(),
            license_names: coded(),
            owner: Vec::new(),
            downloads: Vec::new(),
            downloads_all: Vec::new(),
            likes: Vec::new(),
            parameters: Vec::new(),
            created: Vec::new(),
            modified: Vec::new(),
            task: Vec::new(),
            library: Vec::new(),
            license: Vec::new(),
            license_name: Vec::new(),
            multi_licensed: Vec::new(),
            gated: Vec::new(),
            trending: Vec::new(),
        }
    }
}

impl Columns {
    pub(super) fn push(&mut self, row: &RawRow<'_>) {
        self.ids.push(&row.id);
        self.owner.push(self.owners.intern(owner(row)));
        self.downloads.push(number(row.downloads));
        self.downloads_all.push(number(row.downloads_all));
        self.likes.push(number(row.likes));
        self.parameters.push(number(row.parameters));
        self.created.push(time(row.created));
        self.modified.push(time(row.modified));
        self.task.push(code(&mut self.tasks, &row.task));
        self.library.push(code(&mut self.libraries, &row.library));
        self.license.push(code(&mut self.licenses, &row.license));
        self.license_name.push(optional(&mut self.license_names, row.license_name.as_deref()));
        self.multi_licensed.push(row.multi_licensed);
        self.gated.push(row.gated);
        self.trending.push(row.trending);
    }

    /// Puts `row` in the place of a smaller duplicate, apart from its id.
    pub(super) fn replace(&mut self, at: usize, row: &RawRow<'_>) {
        self.owner[at] = self.owners.intern(owner(row));
        self.downloads[at] = number(row.downloads);
        self.downloads_all[at] = number(row.downloads_all);
        self.likes[at] = number(row.likes);
        self.parameters[at] = number(row.parameters);
        self.created[at] = time(row.created);
        self.modified[at] = time(row.modified);
        self.task[at] = code(&mut self.tasks, &row.task);
        self.library[at] = code(&mut self.libraries, &row.library);
        self.license[at] = code(&mut self.licenses, &row.license);
        self.license_name[at] = optional(&mut self.license_names, row.license_name.as_deref());
        self.multi_licensed[at] = row.multi_licensed;
        self.gated[at] = row.gated;
        self.trending[at] = row.trending;
    }

    /// The row as it was read, apart from what the columns do not keep.
    pub(super) fn row(&self, at: usize) -> RawRow<'_> {
        RawRow {
            id: Cow::Borrowed(self.ids.get(at as u32)),
            object_id: None,
            author: Some(Cow::Borrowed(self.owners.get(self.owner[at]))),
            kind: None,
            downloads: field(self.downloads[at]),
            downloads_all: field(self.downloads_all[at]),
            likes: field(self.likes[at]),
            parameters: field(self.parameters[at]),
            created: time_field(self.created[at]),
            modified: time_field(self.modified[at]),
            task: text_field(&self.tasks, self.task[at]),
            library: text_field(&self.libraries, self.library[at]),
            license: text_field(&self.licenses, self.license[at]),
            license_name: text_field(&self.license_names, self.license_name[at]).known(),
            multi_licensed: self.multi_licensed[at],
            gated: self.gated[at],
            trending: self.trending[at],
            left_out: false,
        }
    }

    pub(super) fn void_times_after(&mut self, day: Day) {
        let end = Day(day.0 + 1).start().0;
        for value in self.created.iter_mut().chain(&mut self.modified) {
            if *value >= end {
                *value = WRONG_TIME;
            }
        }
    }

    pub(super) fn latest(&self) -> Option<Day> {
        let times = self.created.iter().chain(&self.modified);
        times.copied().filter(|&value| value > WRONG_TIME).max().map(|value| Moment(value).day())
    }
}

fn owner<'a>(row: &'a RawRow<'_>) -> &'a str {
    match row.id.split_once('/') {
        Some(("", _)) => "(none)",
        Some((owner, _)) => owner,
        None => row.author.as_deref().unwrap_or("(none)"),
    }
}

fn number(field: Field<u64>) -> u64 {
    match field {
        Field::Known(value) => value,
        Field::Wrong => WRONG,
        Field::Unknown => UNKNOWN,
    }
}

fn time(field: Field<Moment>) -> i64 {
    match field {
        Field::Known(Moment(value)) => value,
        Field::Wrong => WRONG_TIME,
        Field::Unknown => UNKNOWN_TIME,
    }
}

fn code(names: &mut Names, field: &Field<Cow<'_, str>>) -> u32 {
    match field {
        Field::Known(name) => names.intern(name),
        Field::Wrong => WRONG_CODE,
        Field::Unknown => UNKNOWN_CODE,
    }
}

fn optional(names: &mut Names, name: Option<&str>) -> u32 {
    name.map_or(UNKNOWN_CODE, |name| names.intern(name))
}

fn field(value: u64) -> Field<u64> {
    match value {
        UNKNOWN => Field::Unknown,
        WRONG => Field::Wrong,
        _ => Field::Known(value),
    }
}

fn time_field(value: i64) -> Field<Moment> {
    match value {
        UNKNOWN_TIME => Field::Unknown,
        WRONG_TIME => Field::Wrong,
        _ => Field::Known(Moment(value)),
    }
}

fn text_field(names: &Names, code: u32) -> Field<Cow<'_, str>> {
    match code {
        UNKNOWN_CODE => Field::Unknown,
        WRONG_CODE => Field::Wrong,
        _ => Field::Known(Cow::Borrowed(names.get(code))),
    }
}
