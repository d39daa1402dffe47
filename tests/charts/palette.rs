//! Can every reader tell the colors apart? Distances by CIEDE2000, as seen with all cones and without one
//! kind of them (Machado, Oliveira, Fernandes 2009, severity 1.0, in linear RGB), and contrasts by WCAG 2.
//! The floors are those of the visual language.

use hubstate::{
    draw::{
        Theme,
        theme::{Rgb, contrast},
    },
    report::Tone,
};

type Matrix = [[f64; 3]; 3];

const VISIONS: [(&str, Matrix); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protan", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    ("deutan", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    ("tritan", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

const THEMES: [(&str, Theme); 3] = [("light", Theme::LIGHT), ("dark", Theme::DARK), ("print", Theme::PRINT)];

fn times(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

/// A color in CIELAB (D65) as it is seen with a kind of vision.
fn seen(color: Rgb, vision: &Matrix) -> [f64; 3] {
    const XYZ: Matrix =
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
    let (r, g, b) = color.parts();
    let linear = [r, g, b].map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    });
    let [x, y, z] = times(&XYZ, times(vision, linear).map(|c| c.clamp(0.0, 1.0)));
    let [x, y, z] = [x / 0.95047, y, z / 1.08883]
        .map(|t| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 between two colors in CIELAB, after Sharma, Wu and Dalal 2005.
fn distance(one: [f64; 3], two: [f64; 3]) -> f64 {
    let chroma = |lab: [f64; 3]| lab[1].hypot(lab[2]);
    let mean = |a: f64, b: f64| (a + b) / 2.0;
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let stretch = 1.0 + 0.5 * (1.0 - seventh(mean(chroma(one), chroma(two))));
    let [one, two] = [one, two].map(|[l, a, b]| [l, a * stretch, b]);
    let (c1, c2) = (chroma(one), chroma(two));
    let hue = |lab: [f64; 3]| lab[2].atan2(lab[1]).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(one), hue(two));
    let grey = c1 * c2 == 0.0;
    let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
    let turn = if grey { 0.0 } else { turn };
    let h = if grey { h1 + h2 } else { (h1 + turn / 2.0).rem_euclid(360.0) };
    let (dl, dc) = (two[0] - one[0], c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = (mean(one[0], two[0]), mean(c1, c2));
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(h - 30.0) + 0.24 * cosine(2.0 * h) + 0.32 * cosine(3.0 * h + 6.0)
        - 0.20 * cosine(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let swing = 30.0 * libm::exp(-((h - 275.0) / 25.0).powi(2));
    let rt = -2.0 * seventh(c) * (2.0 * swing).to_radians().sin();
    ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh / sh).powi(2) + rt * dc / sc * dh / sh).sqrt()
}

/// The least distance of the pairs in each theme and vision, with what misses its floor.
fn least(name: &str, floor: f64, themes: &[(&str, Theme)], pairs: impl Fn(&Theme) -> Vec<(Rgb, Rgb)>) -> Vec<String> {
    let mut missed = Vec::new();
    for (theme_name, theme) in themes {
        for (vision_name, vision) in &VISIONS {
            let far = |(a, b): (Rgb, Rgb)| (distance(seen(a, vision), seen(b, vision)), a, b);
            let pairs = pairs(theme).into_iter().map(far);
            let (found, a, b) = pairs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            println!("{name}, {theme_name}, {vision_name}: {found:.1} (#{:06X} and #{:06X})", a.0, b.0);
            if found < floor {
                missed.push(format!("{name}, {theme_name}, {vision_name}: {found:.1} is below {floor}"));
            }
        }
    }
    missed
}

fn categories(theme: &Theme) -> Vec<Rgb> {
    theme.categories.into_iter().chain([theme.category_other]).collect()
}

#[test]
fn distances_are_the_published_ones() {
    // Of the test data of Sharma, Wu and Dalal 2005: pairs 1, 7, 16, 25 and 34.
    for (one, two, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = distance(one, two);
        assert!((found - expected).abs() < 1e-4, "{one:?} and {two:?}: {found}");
    }
}

#[test]
fn colors_can_be_told_apart_without_a_kind_of_cones() {
    let screens = &THEMES[..2];
    let neighbors = |theme: &Theme| theme.categories.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let any = |theme: &Theme| {
        let all = theme.categories;
        (0..6).flat_map(|a| (a + 1..6).map(move |b| (all[a], all[b]))).collect()
    };
    let missed = [
        least("neighboring categories", 16.0, screens, neighbors),
        least("any two categories", 12.0, screens, any),
        least("second to context", 12.0, &THEMES, |theme| {
            vec![(theme.second, theme.context), (theme.second_fill, theme.context)]
        }),
        least("accent to context", 28.0, &THEMES, |theme| vec![(theme.accent, theme.context)]),
        least("accent to soft context", 28.0, &THEMES, |theme| vec![(theme.accent, theme.context_soft)]),
        least("accent to second", 28.0, &THEMES, |theme| vec![(theme.accent, theme.second)]),
        least("steps of a matrix", 7.4, screens, |theme| {
            theme.sequential.windows(2).map(|pair| (pair[0], pair[1])).collect()
        }),
    ];
    assert!(missed.concat().is_empty(), "{}", missed.concat().join("\n"));
}

/// Grey "other" is not told from every category by its color alone: it stands last and is labelled. This
/// holds what is known of it, so that it does not get worse unseen.
#[test]
fn the_rest_needs_its_label() {
    let pairs = |theme: &Theme| theme.categories.into_iter().map(|color| (color, theme.category_other)).collect();
    let missed = least("category to other", 12.0, &THEMES[..2], pairs);
    let known = [
        "category to other, light, deutan: 8.3 is below 12",
        "category to other, dark, protan: 3.1 is below 12",
        "category to other, dark, deutan: 8.0 is below 12",
    ];
    assert_eq!(missed, known);
}

#[test]
fn words_and_marks_stand_out_from_their_ground() {
    let mut missed = Vec::new();
    for (name, theme) in THEMES {
        let mut check = |what: &str, color: Rgb, ground: Rgb, floor: f64| {
            let found = contrast(color, ground);
            if found < floor {
                missed.push(format!("{name}, {what}: {found:.2} is below {floor}"));
            }
        };
        for (k, step) in theme.sequential.into_iter().enumerate() {
            check(&format!("number on step {k}"), theme.text_over(step), step, 4.5);
        }
        for tone in [Tone::Subject, Tone::Context, Tone::Soft, Tone::CatOther] {
            check(&format!("words on {tone:?}"), theme.text_on(tone), theme.fill(tone), 4.5);
        }
        for (what, color) in [("ink", theme.ink), ("ink-2", theme.ink_2), ("ink-3", theme.ink_3)] {
            check(what, color, theme.page, 4.5);
        }
        check("accent-ink", theme.accent_ink, theme.page, 4.5);
        check("second", theme.second, theme.page, 4.5);
        check("accent", theme.accent, theme.page, 3.0);
        for (k, color) in categories(&theme).into_iter().chain([theme.context, theme.axis]).enumerate() {
            check(&format!("mark {k}"), color, theme.page, 3.0);
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
