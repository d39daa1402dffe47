//! Words that say what a figure is of, by what they do to it; each list is words between spaces, in lower case.

/// What a figure can count.
pub(super) const MODELS: &str = "model models repositories repos checkpoints uploads";

/// As above.
pub(super) const DOWNLOADS: &str = "download downloads downloaded pulls traffic volume";

/// Those whom a ranking of owners lists.
pub(super) const OWNERS: &str = "owners organizations organisations orgs publishers uploaders accounts labs";

/// Words that make a figure one of something else: a comparison, a change, a part of a part, a supposition.
pub(super) const ELSEWHERE: &str = "added adds against ahead average behind combined compared could datasets decrease derivatives down each \
     faster fell followers gain gained gains grew growth half if increase increased its likes lost may mean \
     median might new next other others papers parameters params per points released releases rest revenue rose \
     spaces stars than their together trending up users versus vs will would yet";

/// Words that put a whole sentence into another time.
pub(super) const THEN: &str = "ago last past previous previously earlier yesterday";

/// Words that put a whole sentence on a part of the basket.
pub(super) const PART: &str = "these those them which among within without except excluding";

/// What may stand around a figure that only adds to the clause before.
pub(super) const FILLERS: &str = "a about all alone and at basket entire for in it just nearly of only or over roughly some the top-1k total \
     whole";

/// What may stand between a figure and what it counts.
pub(super) const NEAR: &str = "of the all top top-1k total entire whole hub hugging face /";

/// What may stand before a subject, or between a figure and its subject.
pub(super) const LEADS: &str = "* \" account across also among an are belong biggest by carries carry come comes do draw drawn from go \
     goes has have here hub is largest leader leading licence license licensed modality now on overall owner \
     runner-up second share ship snapshot still task then this to today top under with “ •";

/// Names that are no subject of their own.
pub(super) const HERE: &str = "hub hugging face hf";
