/** What tags, and the fields that say the same, tell of a row: bases, languages, papers, architecture, file formats. */

import { isObject } from "./reading.mjs";

const RELATIONS = ["finetune", "adapter", "quantized", "merge"];

/** The fields of a row that need no reference table. */
export function readTraits(repo, row, wrong) {
  repo.tags = tagsOf(repo, row.tags, wrong);
  const tags = repo.tags ?? [];
  [repo.bases, repo.relation] = basesOf(repo, row, tags, wrong);
  const resolved = valueAt(row, "baseModels", "models");
  repo.lineage = repo.tags !== null || Array.isArray(resolved) || typeof resolved === "string" || repo.bases.length > 0 ? true : null;
  repo.papers = [...new Set(after(tags, "arxiv:").map((id) => id.replace(/(.)v\d+$/, "$1")))];
  repo.categories = [...new Set(after(tags, "task_categories:"))];
  repo.modalities = [...new Set(after(tags, "modality:"))];
  repo.robotics = repo.categories.includes("robotics") || tags.some((tag) => tag.toLowerCase() === "lerobot");
  repo.modelTypes = [valueAt(row, "config", "model_type"), valueAt(row, "gguf", "architecture"), row.architecture]
    .filter((type) => typeof type === "string");
  repo.statedLanguages = statedLanguages(repo, row, wrong);
  repo.owner_type = ownerType(repo, valueAt(row, "authorData", "type"), wrong);
  repo.sdk = row.sdk === null || row.sdk === undefined || row.sdk === "" ? null : typeof row.sdk === "string" ? row.sdk : wrong(repo, "sdk");
}

/** The fields that the reference tables decide. */
export function classify(repos, tables) {
  const languages = new Set(tables.languages.map((row) => row.code));
  const architecture = architectures(tables.architectures);
  const formats = formatsBy(tables.formats);
  for (const repo of repos) {
    repo.multilingual = [...(repo.tags ?? []), ...repo.statedLanguages].includes("multilingual");
    repo.languageCodes = languagesOf(repo, languages);
    repo.languages = repo.languageCodes.length > 0 || repo.multilingual ? true : null;
    if (repo.languages) repo.wrong = repo.wrong.filter((field) => field !== "languages");
    repo.architecture = architecture(repo);
    repo.formats = formats(repo);
  }
}

function valueAt(row, outer, inner) {
  return (isObject(row[outer]) ? row[outer][inner] : null) ?? row[`${outer}.${inner}`] ?? null;
}

function tagsOf(repo, tags, wrong) {
  if (tags === undefined || tags === null || tags === "") return null;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : wrong(repo, "tags");
}

function after(tags, prefix) {
  return tags.filter((tag) => tag.startsWith(prefix) && tag.length > prefix.length).map((tag) => tag.slice(prefix.length));
}

/** A text or a list of texts (or of objects with an id); null where it is neither. */
function texts(value) {
  const list = (Array.isArray(value) ? value : [value]).map((one) => (isObject(one) ? one.id : one) ?? null);
  const found = list.filter((one) => typeof one === "string" && one !== "");
  return found.length === 0 && list.some((one) => one !== null && typeof one !== "string") ? null : found;
}

function basesOf(repo, row, tags, wrong) {
  const resolved = texts(valueAt(row, "baseModels", "models"));
  if (resolved === null && repo.tags === null) wrong(repo, "lineage");
  if (resolved?.length > 0) {
    const relation = valueAt(row, "baseModels", "relation");
    return [[...new Set(resolved)], RELATIONS.includes(relation) ? relation : "unstated"];
  }
  const tagged = after(tags, "base_model:").map((text) => {
    const at = text.indexOf(":");
    const relation = text.slice(0, Math.max(at, 0));
    return RELATIONS.includes(relation) ? { relation, id: text.slice(at + 1) } : { id: text };
  }).filter(({ id }) => id !== "");
  if (tagged.length > 0) {
    return [[...new Set(tagged.map(({ id }) => id))], tagged.find(({ relation }) => relation)?.relation ?? "unstated"];
  }
  const field = texts(row.base_model ?? valueAt(row, "cardData", "base_model"));
  if (field === null && repo.tags === null && resolved !== null) wrong(repo, "lineage");
  return [[...new Set(field ?? [])], field?.length > 0 ? "unstated" : null];
}

function statedLanguages(repo, row, wrong) {
  const stated = texts(row.languages ?? row.language ?? valueAt(row, "cardData", "language"));
  if (stated === null) wrong(repo, "languages");
  return stated ?? [];
}

function languagesOf({ tags, statedLanguages }, languages) {
  const stated = statedLanguages.map((code) => code.toLowerCase()).filter((code) => languages.has(code));
  return [...new Set(stated.length > 0 ? stated : (tags ?? []).filter((tag) => languages.has(tag)))];
}

function ownerType(repo, type, wrong) {
  if (type === null || type === "") return null;
  return ["user", "org"].includes(type) ? type : wrong(repo, "owner_type");
}

function architectures(table) {
  const byType = new Map();
  for (const row of table) for (const type of row.types.split(" ")) byType.set(type, { class: row.class, moe: row.moe });
  const ofTag = (tag) => byType.get(tag.toLowerCase()) ?? (tag.startsWith("diffusers:") ? byType.get("diffusers:*") : undefined);
  return ({ modelTypes, tags }) => {
    const stated = modelTypes.map((type) => byType.get(type.toLowerCase())).find(Boolean);
    const tagged = (tags ?? []).map(ofTag).filter(Boolean);
    return stated ?? tagged.find((row) => row.class === "diffusion") ?? tagged[0] ?? null;
  };
}

/** The formats of the table that a repository has, and `quantized`. */
function formatsBy(table) {
  const rules = table.map(({ format, kind, match_on: on, words }) => ({ format, kind, on, test: tester(on, words.split(" ")) }));
  return (repo) => {
    const found = new Set();
    const name = repo.id.slice(repo.id.indexOf("/") + 1).toLowerCase();
    const tags = (repo.tags ?? []).map((tag) => tag.toLowerCase());
    for (const { format, kind, on, test } of rules) {
      const holds = on === "tag" ? tags.some(test) : test(on === "id" ? name : (repo.library ?? "").toLowerCase());
      if (!holds) continue;
      found.add(format);
      if (kind !== "container" || format === "gguf") found.add("quantized");
    }
    if (found.has("pytorch") && !["safetensors", "gguf", "mlx"].some((format) => found.has(format))) found.add("pytorch_only");
    return found;
  };
}

function tester(on, words) {
  if (on !== "id") return (text) => words.includes(text);
  const pattern = new RegExp(`(?:^|[-_.])(?:${words.map((word) => word.replaceAll(".", "\\.")).join("|")})(?![^-_.])`);
  return (name) => pattern.test(name);
}
