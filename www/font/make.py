"""Makes the three font files of this folder from the full Inter variable font.

Run by hand when the font or its characters change (README.md has the commands);
the build never runs it.
"""

import io
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

CHARACTERS = (
    # Basic Latin and Latin-1, without U+00AD, which Inter has not; then the further letters that European and Turkish
    # names are mostly written with. All of Latin Extended-A would be a quarter of the file.
    "20-7E A0-AC AE-FF 107 10D 11E-11F 130-131 141-142 15E-161 17D-17E "
    "2C6 2DA 2DC 2009 2013 2014 2018-201A 201C-201E 2022 2026 202F 2030 2039 203A "
    "20AC 2122 2190-2193 2212 2248 2260 2264 2265 2713"
)
FEATURES = ["kern", "tnum", "calt", "ccmp", "locl"]
# calt draws "->" and "<=>" as arrows; a name must be shown as it is written.
ARROWS = re.compile(r"[aA]rrow|uni27F")
TEXT_SIZE = 14
WEIGHTS = (400, 700)


def code_points():
    for part in CHARACTERS.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def reread(font):
    """The same font as its bytes say: fontTools' own tables go stale between two steps."""
    held = io.BytesIO()
    font.save(held)
    held.seek(0)
    return TTFont(held, recalcTimestamp=False)


def drop_arrow_ligatures(font):
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if subtable.LookupType != 4:
                continue
            for first, ligatures in list(subtable.ligatures.items()):
                others = [made for made in ligatures if not ARROWS.search(made.LigGlyph)]
                subtable.ligatures[first] = others
                if not others:
                    del subtable.ligatures[first]


def subset_font(source):
    limits = {"opsz": TEXT_SIZE, "wght": WEIGHTS}
    full = TTFont(source, recalcTimestamp=False)
    font = reread(instancer.instantiateVariableFont(full, limits))
    drop_arrow_ligatures(font)
    options = subset.Options(layout_features=FEATURES, hinting=False)
    subsetter = subset.Subsetter(options)
    wanted = set(code_points())
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    missing = wanted - set(font.getBestCmap())
    if missing:
        sys.exit(f"{source}: has no glyph for {[f'U+{code:04X}' for code in sorted(missing)]}")
    return reread(font)


def static(font, weight, style):
    """The instance at `weight`, named so that a renderer finds it as family "Inter"."""
    made = instancer.instantiateVariableFont(font, {"wght": weight})
    names = {1: "Inter", 2: style, 4: f"Inter {style}", 6: f"Inter-{style}"}
    for record in list(made["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 3, 5):
            made["name"].removeNames(nameID=record.nameID)
    made["name"].setName(f"{made['name'].getDebugName(5)};Inter-{style}", 3, 3, 1, 0x409)
    made["OS/2"].usWeightClass = weight
    bold = weight == 700
    made["OS/2"].fsSelection = made["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    made["head"].macStyle = 1 if bold else 0
    if "STAT" in made:
        del made["STAT"]
    return made


def save(font, path, flavor=None):
    font["post"].formatType = 3.0  # no glyph names
    font.flavor = flavor
    font.save(path)


def main(source, folder):
    for weight, style in zip(WEIGHTS, ("Regular", "Bold")):
        save(static(subset_font(source), weight, style), f"{folder}/inter-latin-{weight}.ttf")
    save(subset_font(source), f"{folder}/inter-latin.woff2", "woff2")


if __name__ == "__main__":
    main(*sys.argv[1:])
