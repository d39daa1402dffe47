/** Numbers as a language writes them, in charts that stand in somebody else's page: with a core and without one. A classic script. */

/**
 * What rewrites the numbers of a text; nothing where no language is named or the browser does not know it. The words
 * stay as they are: names have neither commas between threes nor a percent sign.
 * @param {string | null} lang
 */
globalThis.numbersIn = (lang) => {
  const parts = lang && /^[a-z0-9-]{2,35}$/i.test(lang) && Intl.NumberFormat.supportedLocalesOf([lang]).length ? new Intl.NumberFormat(lang, { minimumFractionDigits: 1 }).formatToParts(12345.6) : [];
  const [group, decimal] = ["group", "decimal"].map((type) => parts.find((part) => part.type === type)?.value);
  if (!group || !decimal) return;
  return (text) => text
    .replace(/^(\s*[+\u2212]?\d+)\.(\d+)(?=[kMBT\u00d7]?\s*$)|(\d)\.(\d+)(?=[\u2009\u202f]%)/g, (_, a, b, c, d) => `${a ?? c}\u0000${b ?? d}`)
    .replace(/\d{1,3}(?:,\d{3})+(?!\d)/g, (number) => number.replaceAll(",", group))
    .replaceAll("\u0000", decimal);
};
